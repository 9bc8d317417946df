-- Neovim as a client: it opens a file, shows its diagnostics and a hover, and sees an edit.
-- Run by run.mjs, which sets NNET (the executable) and FILE (a file with one mistake).
local failed = 0
local passed = 0

local function check(name, holds, seen)
  print((holds and 'ok - ' or 'not ok - ') .. name .. ((holds or seen == nil) and '' or ': ' .. vim.inspect(seen)) .. '\n')
  if holds then
    passed = passed + 1
  else
    failed = failed + 1
  end
end

local function codes()
  return vim.tbl_map(function(diagnostic)
    return diagnostic.code
  end, vim.diagnostic.get(0))
end

local function until_codes(wanted)
  vim.wait(20000, function()
    return vim.deep_equal(codes(), wanted)
  end, 20)
  return vim.deep_equal(codes(), wanted)
end

local function ask(method, line, character)
  local parameters = { textDocument = vim.lsp.util.make_text_document_params(), position = { line = line, character = character } }
  for _, answer in pairs(vim.lsp.buf_request_sync(0, method, parameters, 20000) or {}) do
    return answer.result
  end
end

local function run()
  vim.g.nnet = vim.env.NNET
  vim.cmd('source ' .. vim.env.CONFIG)
  vim.cmd('filetype on')
  vim.cmd('edit ' .. vim.env.FILE)
  check('the filetype is known', vim.bo.filetype == 'nnet', vim.bo.filetype)
  check('the mistake is shown', until_codes({ 'needs-vector' }), codes())
  local shown = vim.diagnostic.get(0)[1]
  check('it is shown on its line', shown ~= nil and shown.lnum == 3 and shown.message:find('dense needs a vector', 1, true) ~= nil, shown)
  local hover = ask('textDocument/hover', 2, 3)
  check('hover tells shapes and parameters', hover ~= nil and hover.contents.value:find('6×24×24', 1, true) ~= nil and hover.contents.value:find('156', 1, true) ~= nil, hover)
  local completion = ask('textDocument/completion', 3, 2)
  check('completion offers layers', completion ~= nil and #(completion.items or completion) > 10, completion and #(completion.items or completion))
  vim.api.nvim_buf_set_lines(0, 3, 3, false, { '  flatten' })
  check('an edit mends it', until_codes({}), codes())
  vim.lsp.stop_client(vim.lsp.get_active_clients())
  check('the server ends when it is asked to', vim.wait(10000, function()
    return #vim.lsp.get_active_clients() == 0
  end, 20))
end

local ok, fault = pcall(run)
if not ok then
  check('the script runs', false, fault)
end
print(('# pass %d\n# fail %d\n'):format(passed, failed))
vim.cmd(failed == 0 and 'qall!' or 'cquit 1')
