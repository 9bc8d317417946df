"""Attention as language models have it since 2023, written out for the golden files: heads that share keys and values (Ainslie et al.
2023), heads of any width, positions by rotation (Su et al. 2021), windows that reach so far back
and no further (Jiang et al. 2023)."""

import torch
import torch.nn as nn


def turned(x, base):
    """Queries or keys [batch, heads, places, width], the first half of a head turned with its second."""
    half = x.shape[-1] // 2
    angles = torch.arange(x.shape[-2], dtype=torch.float64)[:, None] * base ** (-torch.arange(half, dtype=torch.float64) / half)
    a, b = x[..., :half], x[..., half:]
    return torch.cat([a * angles.cos() - b * angles.sin(), b * angles.cos() + a * angles.sin()], -1)


class Projections(nn.Module):
    """Queries, keys and values: one tensor of weights where all are of one shape, three otherwise, then one of biases."""

    def __init__(self, rows, columns, bias):
        super().__init__()
        self.rows = rows
        shapes = [(sum(rows), columns[0])] if len({*rows, *columns}) == 1 else list(zip(rows, columns))
        for i, shape in enumerate(shapes):
            self.register_parameter(f"weight{i}", nn.Parameter(torch.zeros(shape)))
        self.bias = nn.Parameter(torch.zeros(sum(rows))) if bias else None

    def forward(self, inputs):
        weights = [self.weight0, self.weight1, self.weight2] if hasattr(self, "weight2") else self.weight0.split(self.rows)
        biases = [None] * 3 if self.bias is None else self.bias.split(self.rows)
        return [nn.functional.linear(x, weight, bias) for x, weight, bias in zip(inputs, weights, biases)]


class HeadAttention(nn.Module):
    """Its parameters come in the language's order."""

    def __init__(self, features, heads, kv_heads=None, head_dim=None, rotary=None, causal=False, bias=True, out_bias=True, memory=None, window=None):
        super().__init__()
        kv_heads, head_dim = kv_heads or heads, head_dim or features // heads
        self.sharing, self.head_dim, self.rotary, self.causal, self.window = heads // kv_heads, head_dim, rotary, causal, window
        self.memory = nn.Linear(features, memory) if memory else None
        self.projections = Projections([heads * head_dim, kv_heads * head_dim, kv_heads * head_dim], [features, memory or features, memory or features], bias)
        self.out = nn.Linear(heads * head_dim, features, bias=bias and out_bias)

    def forward(self, x):
        m = self.memory(x) if self.memory else x
        q, k, v = (y.unflatten(-1, (-1, self.head_dim)).transpose(1, 2) for y in self.projections((x, m, m)))
        if self.rotary:
            q, k = turned(q, self.rotary), turned(k, self.rotary)
        k, v = (y.repeat_interleave(self.sharing, 1) for y in (k, v))
        scores = q @ k.transpose(-1, -2) / self.head_dim ** 0.5
        if self.causal:
            scores = scores.masked_fill(torch.ones(scores.shape[-2:], dtype=torch.bool).triu(1), float("-inf"))
        if self.window:
            scores = scores.masked_fill(torch.ones(scores.shape[-2:], dtype=torch.bool).tril(-self.window), float("-inf"))
        return self.out((scores.softmax(-1) @ v).transpose(1, 2).flatten(2))
