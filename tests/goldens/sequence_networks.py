#!/usr/bin/env python3
"""Writes the golden files of networks that read sequences; see networks.py. Run with PyTorch: /usr/bin/python3 sequence_networks.py"""

import torch
import torch.nn as nn
import torch.nn.functional as F

from architectures import LastState
from networks import run
from rotary import HeadAttention


class Tagger(nn.Module):
    """Two GRUs one above the other, both ways, and a class at every place."""

    def __init__(self):
        super().__init__()
        self.table = nn.Embedding(11, 6)
        self.gru, self.head = nn.GRU(6, 9, num_layers=2, bidirectional=True, batch_first=True), nn.Linear(18, 5)

    def forward(self, x):
        return self.head(self.gru(self.table(x))[0])


class Positions(nn.Module):
    def __init__(self, places, features):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(places, features))

    def forward(self, x):
        return x + self.weight


class Block(nn.Module):
    def __init__(self, features, heads):
        super().__init__()
        self.norm1, self.attention = nn.LayerNorm(features), nn.MultiheadAttention(features, heads, batch_first=True)
        self.norm2, self.up, self.down = nn.LayerNorm(features), nn.Linear(features, 4 * features), nn.Linear(4 * features, features)

    def forward(self, x):
        y = self.norm1(x)
        mask = torch.ones(x.shape[1], x.shape[1], dtype=torch.bool).triu(1)
        x = x + self.attention(y, y, y, attn_mask=mask, need_weights=False)[0]
        return x + self.down(F.gelu(self.up(self.norm2(x))))


class Transformer(nn.Module):
    """A language model of characters whose head shares the table of the embedding."""

    def __init__(self, tokens=13, places=12, features=16, heads=4, blocks=2):
        super().__init__()
        self.table, self.position = nn.Embedding(tokens, features), Positions(places, features)
        self.blocks = nn.Sequential(*(Block(features, heads) for _ in range(blocks)))
        self.norm = nn.LayerNorm(features)

    def forward(self, x):
        return F.linear(self.norm(self.blocks(self.position(self.table(x)))), self.table.weight)


class RmsNorm(nn.Module):
    def __init__(self, features):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(features))

    def forward(self, x):
        return self.weight * x * (x.pow(2).mean(-1, keepdim=True) + 1e-6).rsqrt()


class LlamaBlock(nn.Module):
    def __init__(self, features, heads, kv_heads, wide):
        super().__init__()
        self.norm1, self.attention = RmsNorm(features), HeadAttention(features, heads, kv_heads, rotary=10000, causal=True, bias=False)
        self.norm2 = RmsNorm(features)
        self.gate, self.up, self.down = nn.Linear(features, wide, bias=False), nn.Linear(features, wide, bias=False), nn.Linear(wide, features, bias=False)

    def forward(self, x):
        x = x + self.attention(self.norm1(x))
        y = self.norm2(x)
        return x + self.down(F.silu(self.gate(y)) * self.up(y))


def llama(tokens=13, features=16, blocks=2):
    """A small Llama (Touvron et al. 2023), two heads of queries for each of keys and values."""
    return nn.Sequential(nn.Embedding(tokens, features), *(LlamaBlock(features, 4, 2, 24) for _ in range(blocks)), RmsNorm(features), nn.Linear(features, tokens, bias=False))


def every_place(output, targets):
    return F.cross_entropy(output.transpose(1, 2), targets)


if __name__ == "__main__":
    torch.set_num_threads(1)
    adam = lambda p: torch.optim.Adam(p, lr=0.01)
    run("lstm", "tests/goldens/networks/lstm.nnet", LastState(28, 24, 10), (28, 28), F.cross_entropy, adam, "loss cross_entropy", "optimizer adam lr=0.01", classes=10)
    run("gru", "tests/goldens/networks/gru.nnet", Tagger(), (10,), every_place, adam, "loss cross_entropy", "optimizer adam lr=0.01", tokens=11, classes=5, targets=(10,))
    run("transformer", "tests/goldens/networks/transformer.nnet", Transformer(), (12,), every_place, adam, "loss cross_entropy", "optimizer adam lr=0.01", tokens=13, classes=13, targets=(12,))
    run("llama", "tests/goldens/networks/llama.nnet", llama(), (12,), every_place, adam, "loss cross_entropy", "optimizer adam lr=0.01", tokens=13, classes=13, targets=(12,))
