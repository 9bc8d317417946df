#!/usr/bin/env python3
"""Writes the golden files of the layers that work on sequences; see golden.py. Run with PyTorch: /usr/bin/python3 sequences.py"""

import math

import torch
import torch.nn as nn
import torch.nn.functional as F

from golden import Layer, case, write
from rotary import HeadAttention


class Attention(nn.Module):
    """A sequence that looks at itself, or at what a linear layer makes of it."""

    def __init__(self, features, heads, causal=False, bias=True, memory=None):
        super().__init__()
        self.memory = nn.Linear(features, memory) if memory else None
        wide = {"kdim": memory, "vdim": memory} if memory not in (None, features) else {}
        self.attention = nn.MultiheadAttention(features, heads, bias=bias, batch_first=True, **wide)
        self.causal = causal

    def forward(self, x):
        m = self.memory(x) if self.memory else x
        mask = torch.ones(x.shape[1], m.shape[1], dtype=torch.bool).triu(1) if self.causal else None
        return self.attention(x, m, m, attn_mask=mask, need_weights=False)[0]


class Recurrent(nn.Module):
    """A recurrent layer that gives its last states, or all of them."""

    def __init__(self, kind, inputs, units, every=False, **options):
        super().__init__()
        self.layer = kind(inputs, units, batch_first=True, **options)
        self.every = every

    def forward(self, x):
        states, last = self.layer(x)
        if self.every:
            return states
        last = last[0] if isinstance(last, tuple) else last
        ways = 2 if self.layer.bidirectional else 1
        return torch.cat([last[-ways + i] for i in range(ways)], 1)


class Tied(nn.Module):
    def __init__(self):
        super().__init__()
        self.table = nn.Embedding(7, 4)
        self.head = nn.Linear(4, 7)
        self.head.weight = self.table.weight

    def forward(self, x):
        return self.head(torch.tanh(self.table(x)))


class Again(nn.Module):
    """The same layers three times, the last two with running statistics of their own."""

    def __init__(self):
        super().__init__()
        self.dense = nn.Linear(4, 4)
        self.norms = nn.ModuleList(nn.BatchNorm1d(4) for _ in range(3))
        for norm in self.norms[1:]:
            norm.weight, norm.bias = self.norms[0].weight, self.norms[0].bias

    def forward(self, x):
        for norm in self.norms:
            x = norm(torch.tanh(self.dense(x)))
        return x


class OverChannels(nn.Module):
    """A module over the last axis, for the channels of maps."""

    def __init__(self, module):
        super().__init__()
        self.module = module

    def forward(self, x):
        return self.module(x.movedim(1, -1)).movedim(-1, 1)


def sines(places, features):
    table = torch.zeros(places, features, dtype=torch.float64)
    for place in range(places):
        for i in range(features):
            angle = place / 10000 ** ((i - i % 2) / features)
            table[place, i] = math.cos(angle) if i % 2 else math.sin(angle)
    return table


def features():
    write("dense-sequence",
          case("input [seq=4, 5]\ndense 7", nn.Linear(5, 7), (4, 5)),
          case("input [seq=3, 18]\ndense 17 bias=false", nn.Linear(18, 17, bias=False), (3, 18)))
    write("layernorm",
          case("input [seq=3, 6]\nlayernorm", nn.LayerNorm(6), (3, 6)),
          case("input [seq=3, 6]\nlayernorm affine=false eps=0.01", nn.LayerNorm(6, eps=0.01, elementwise_affine=False), (3, 6)),
          case("input 5\nlayernorm bias=false", Layer(lambda x, w: F.layer_norm(x, (5,), w), (5,)), (5,)),
          case("input 2x3x2\nlayernorm", nn.LayerNorm([2, 3, 2]), (2, 3, 2)),
          case("input 4x3x2\nlayernorm over=channels", OverChannels(nn.LayerNorm(4)), (4, 3, 2)),
          case("input 5x3\nlayernorm over=channels affine=false", OverChannels(nn.LayerNorm(5, elementwise_affine=False)), (5, 3)))
    write("rmsnorm",
          case("input [seq=3, 6]\nrmsnorm", Layer(lambda x, w: w * x * (x.pow(2).mean(-1, keepdim=True) + 1e-6).rsqrt(), (6,)), (3, 6)),
          case("input [seq=3, 6]\nrmsnorm eps=0.1 affine=false", Layer(lambda x: x * (x.pow(2).mean(-1, keepdim=True) + 0.1).rsqrt()), (3, 6)))
    write("embedding",
          case("input [seq=6] domain=tokens(5)\nembedding 5 3", nn.Embedding(5, 3), (6,), tokens=5),
          case("input [seq=2] domain=tokens(7)\nembedding 9 17", nn.Embedding(9, 17), (2,), tokens=7))
    write("position",
          case("input [seq=3, 4]\nposition learned", Layer(lambda x, w: x + w, (3, 4)), (3, 4)),
          case("input [seq=3, 4]\nposition learned max=5", Layer(lambda x, w: x + w[:3], (5, 4)), (3, 4)),
          case("input [seq=5, 7]\nposition sinusoidal", Layer(lambda x: x + sines(5, 7)), (5, 7)))
    write("tie",
          case("input [seq=5] domain=tokens(7)\ntable: embedding 7 4\ntanh\ndense 7 tie=table", Tied(), (5,), tokens=7),
          case("block Step(n) { dense n activation=tanh; batchnorm }\nmodel Test { input 4; first: Step 4; repeat 2 Step 4 tie=first }", Again(), (4,)))
    write("class_token",
          case("input [seq=3, 4]\nclass_token", Layer(lambda x, w: torch.cat([w.expand(len(x), 1, 4), x], 1), (4,)), (3, 4)))


def attention():
    write("attention",
          case("input [seq=5, 6]\nattention 2", Attention(6, 2), (5, 6)),
          case("input [seq=37, 4]\nattention 1 mask=causal", Attention(4, 1, causal=True), (37, 4), batch=2),
          case("input [seq=4, 6]\nattention 3 bias=false", Attention(6, 3, bias=False), (4, 6)),
          case("input [seq=4, 6]\nx: identity\nm: dense 6\nfrom x\nattention 2 from=m", Attention(6, 2, memory=6), (4, 6)),
          case("input [seq=4, 6]\nx: identity\nm: dense 5\nfrom x\nattention 2 from=m kdim=5", Attention(6, 2, memory=5), (4, 6)))
    write("attention-heads",
          case("input [seq=5, 8]\nattention 4 kv_heads=2", HeadAttention(8, 4, 2), (5, 8)),
          case("input [seq=37, 6]\nattention 6 kv_heads=1 mask=causal bias=false", HeadAttention(6, 6, 1, causal=True, bias=False), (37, 6), batch=2),
          case("input [seq=4, 5]\nattention 3 head_dim=4", HeadAttention(5, 3, head_dim=4), (4, 5)),
          case("input [seq=4, 6]\nattention 4 kv_heads=2 head_dim=5 out_bias=false", HeadAttention(6, 4, 2, 5, out_bias=False), (4, 6)),
          case("input [seq=4, 8]\nattention 2 out_bias=false", HeadAttention(8, 2, out_bias=False), (4, 8)),
          case("input [seq=4, 6]\nx: identity\nm: dense 5\nfrom x\nattention 4 from=m kdim=5 kv_heads=2 head_dim=3", HeadAttention(6, 4, 2, 3, memory=5), (4, 6)))
    write("attention-rotary",
          case("input [seq=5, 8]\nattention 2 rotary=10000", HeadAttention(8, 2, rotary=10000), (5, 8)),
          case("input [seq=37, 4]\nattention 1 rotary=100 mask=causal", HeadAttention(4, 1, rotary=100, causal=True), (37, 4), batch=2),
          case("input [seq=9, 8]\nattention 4 kv_heads=2 head_dim=6 rotary=500000 mask=causal bias=false", HeadAttention(8, 4, 2, 6, 500000, True, False), (9, 8)))
    write("attention-window",
          case("input [seq=6, 8]\nattention 2 mask=causal window=2", HeadAttention(8, 2, causal=True, window=2), (6, 8)),
          case("input [seq=5, 4]\nattention 1 mask=causal window=9", HeadAttention(4, 1, causal=True, window=9), (5, 4)),
          case("input [seq=75, 4]\nattention 2 kv_heads=1 mask=causal window=11 bias=false", HeadAttention(4, 2, 1, causal=True, bias=False, window=11), (75, 4), batch=2),
          case("input [seq=9, 6]\nattention 3 mask=causal window=1 rotary=100", HeadAttention(6, 3, rotary=100, causal=True, window=1), (9, 6)))


def recurrent():
    for name, kind, word in ("rnn", nn.RNN, "rnn"), ("lstm", nn.LSTM, "lstm"), ("gru", nn.GRU, "gru"):
        write(name,
              case(f"input [seq=5, 4]\n{word} 3", Recurrent(kind, 4, 3), (5, 4)),
              case(f"input 4x3\n{word} 6 return_sequences=true bias=false", Recurrent(kind, 3, 6, every=True, bias=False), (4, 3)),
              case(f"input [seq=4, 3]\n{word} 2 layers=2 bidirectional=true", Recurrent(kind, 3, 2, num_layers=2, bidirectional=True), (4, 3)),
              case(f"input [seq=3, 3]\n{word} 4 layers=3 return_sequences=true", Recurrent(kind, 3, 4, every=True, num_layers=3), (3, 3)),
              *([case("input [seq=4, 3]\nrnn 5 nonlinearity=relu", Recurrent(kind, 3, 5, nonlinearity="relu"), (4, 3))] if word == "rnn" else []))


def shaping():
    write("permute",
          case("input [seq=3, 4]\npermute [2, 1]", Layer(lambda x: x.transpose(1, 2)), (3, 4)),
          case("input 2x3x4\npermute [3, 1, 2]", Layer(lambda x: x.permute(0, 3, 1, 2)), (2, 3, 4)))
    write("to_sequence", case("input 3x2x4\nto_sequence", Layer(lambda x: x.flatten(2).transpose(1, 2)), (3, 2, 4)))
    write("reshape", case("input 2x6\nreshape 3x2x2", Layer(lambda x: x.reshape(-1, 3, 2, 2)), (2, 6)))
    write("select",
          case("input [seq=4, 3]\nselect last", Layer(lambda x: x[:, -1]), (4, 3)),
          case("input [seq=4, 3]\nselect 1", Layer(lambda x: x[:, 1]), (4, 3)))
    write("slice",
          case("input 5\nslice 1 3", Layer(lambda x: x[:, 1:3]), (5,)),
          case("input 5x2x3\nslice 2", Layer(lambda x: x[:, 2:]), (5, 2, 3)),
          case("input [seq=3, 6]\nslice 0 4", Layer(lambda x: x[:, :, :4]), (3, 6)))
    write("glu",
          case("input [seq=3, 4]\nglu", nn.GLU(-1), (3, 4)),
          case("input 4x2x3\nglu", nn.GLU(1), (4, 2, 3)))
    write("pool-sequence",
          case("input [seq=4, 3]\nglobalavgpool", Layer(lambda x: x.mean(1)), (4, 3)),
          case("input [seq=4, 3]\nglobalmaxpool", Layer(lambda x: x.amax(1)), (4, 3)))


class OverPlaces(nn.Module):
    """A module of PyTorch's over [channels, places], for a sequence of places × features."""

    def __init__(self, module):
        super().__init__()
        self.module = module

    def forward(self, x):
        return self.module(x.transpose(1, 2)).transpose(1, 2)


def space():
    write("space-sequence",
          case("input [seq=6, 3]\nconv 4 kernel=3 padding=1 stride=2", OverPlaces(nn.Conv1d(3, 4, 3, padding=1, stride=2)), (6, 3)),
          case("input [seq=6, 4]\nconv 6 kernel=2 groups=2 dilation=2", OverPlaces(nn.Conv1d(4, 6, 2, groups=2, dilation=2)), (6, 4)),
          case("input [seq=5, 4]\ndepthwise kernel=3", OverPlaces(nn.Conv1d(4, 4, 3, groups=4)), (5, 4)),
          case("input [seq=4, 3]\nconvtranspose 2 kernel=3 stride=2", OverPlaces(nn.ConvTranspose1d(3, 2, 3, stride=2)), (4, 3)),
          case("input [seq=6, 3]\nmaxpool 2", OverPlaces(nn.MaxPool1d(2)), (6, 3)),
          case("input [seq=6, 3]\navgpool 3 stride=1", OverPlaces(nn.AvgPool1d(3, stride=1)), (6, 3)),
          case("input [seq=5, 3]\nbatchnorm", OverPlaces(nn.BatchNorm1d(3)), (5, 3)),
          case("input [seq=5, 4]\ngroupnorm 2", OverPlaces(nn.GroupNorm(2, 4)), (5, 4)),
          case("input [seq=5, 3]\ninstancenorm", OverPlaces(nn.InstanceNorm1d(3)), (5, 3)),
          case("input [seq=4, 3]\nupsample 2", OverPlaces(nn.Upsample(scale_factor=2)), (4, 3)),
          case("input [seq=4, 3]\npad 1 mode=reflect", OverPlaces(nn.ReflectionPad1d(1)), (4, 3)))


if __name__ == "__main__":
    torch.set_num_threads(1)
    features()
    attention()
    recurrent()
    shaping()
    space()
