-- LspNN in Neovim (0.7 or later). Put this into your init.lua and say where `nnet` is:
--   npm run build        makes dist/nnet
--   vim.g.nnet = '/path/to/LspNN/dist/nnet'        unless `nnet` is on the PATH
vim.api.nvim_create_autocmd({ 'BufRead', 'BufNewFile' }, { pattern = '*.nnet', command = 'setfiletype nnet' })

vim.api.nvim_create_autocmd('FileType', {
  pattern = 'nnet',
  callback = function(event)
    vim.bo[event.buf].commentstring = '# %s'
    local config = {
      name = 'nnet',
      cmd = { vim.g.nnet or 'nnet', 'lsp' },
      root_dir = vim.fn.fnamemodify(vim.api.nvim_buf_get_name(event.buf), ':p:h'),
    }
    if vim.lsp.start then
      vim.lsp.start(config, { bufnr = event.buf })
    else
      -- Before Neovim 0.8 a client is started once and attached to each buffer.
      _G.nnet_client = _G.nnet_client or vim.lsp.start_client(config)
      vim.lsp.buf_attach_client(event.buf, _G.nnet_client)
    end
    vim.keymap.set('n', 'K', vim.lsp.buf.hover, { buffer = event.buf })
    vim.keymap.set('n', 'gd', vim.lsp.buf.definition, { buffer = event.buf })
    vim.bo[event.buf].omnifunc = 'v:lua.vim.lsp.omnifunc'
  end,
})
