#!/usr/bin/env python3
"""Writes the golden files of the layers that work over space; see golden.py. Run with PyTorch: /usr/bin/python3 layers.py"""

import torch
import torch.nn as nn
import torch.nn.functional as F

from golden import Layer, case, write


def function(f):
    return Layer(f)


def joins():
    branches = "input 4x3x5\na: conv 6 kernel=3 padding=1\nb: relu\nfrom a\nc: sigmoid\n"

    class Branches(nn.Module):
        def __init__(self, join):
            super().__init__()
            self.conv = nn.Conv2d(4, 6, 3, padding=1)
            self.join = join

        def forward(self, x):
            a = self.conv(x)
            return self.join(a, torch.relu(a), torch.sigmoid(a))

    write("add",
          case(branches + "add a b", Branches(lambda a, b, c: a + b + c), (4, 3, 5)),
          case("input 5\na: tanh\nadd a a", function(lambda x: 3 * torch.tanh(x)), (5,)))
    write("multiply",
          case(branches + "multiply a b", Branches(lambda a, b, c: a * b * c), (4, 3, 5)),
          case("input 4x3x5\na: tanh\nglobalavgpool\ndense 4\nsigmoid\nmultiply a", Gate(), (4, 3, 5)),
          case("input 4x3x5\na: tanh\nconv 1 kernel=1\nmultiply a", SpatialGate(), (4, 3, 5)))
    write("concat",
          case(branches + "concat a b", Branches(lambda a, b, c: torch.cat([c, a, b], 1)), (4, 3, 5)),
          case("input 5\na: tanh\ndense 3\nconcat a", ConcatFeatures(), (5,)))


class Gate(nn.Module):
    def __init__(self):
        super().__init__()
        self.dense = nn.Linear(4, 4)

    def forward(self, x):
        a = torch.tanh(x)
        return a * torch.sigmoid(self.dense(a.mean((2, 3))))[:, :, None, None]


class SpatialGate(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(4, 1, 1)

    def forward(self, x):
        a = torch.tanh(x)
        return a * self.conv(a)


class ConcatFeatures(nn.Module):
    def __init__(self):
        super().__init__()
        self.dense = nn.Linear(5, 3)

    def forward(self, x):
        a = torch.tanh(x)
        return torch.cat([self.dense(a), a], 1)


def borders():
    write("pad",
          case("input 2x3x4\npad 2", function(lambda x: F.pad(x, (2, 2, 2, 2))), (2, 3, 4)),
          case("input 2x3x4\npad before=[1, 0] after=[0, 2] value=0.5", function(lambda x: F.pad(x, (0, 2, 1, 0), value=0.5)), (2, 3, 4)),
          case("input 2x3x4\npad [2, 3] mode=reflect", function(lambda x: F.pad(x, (3, 3, 2, 2), mode="reflect")), (2, 3, 4)),
          case("input 2x3x4\npad 3 mode=replicate", function(lambda x: F.pad(x, (3, 3, 3, 3), mode="replicate")), (2, 3, 4)),
          case("input 2x5\npad 1 mode=reflect", function(lambda x: F.pad(x, (1, 1), mode="reflect")), (2, 5)),
          case("input 4x2x3\npad channels=2", function(lambda x: F.pad(x, (0, 0, 0, 0, 2, 2))), (4, 2, 3)),
          case("input 2x2x3x2\npad 1", function(lambda x: F.pad(x, (1, 1, 1, 1, 1, 1))), (2, 2, 3, 2)))
    write("crop",
          case("input 2x5x6\ncrop 1", function(lambda x: x[:, :, 1:-1, 1:-1]), (2, 5, 6)),
          case("input 2x5x6\ncrop before=[2, 0] after=[0, 3]", function(lambda x: x[:, :, 2:, :3]), (2, 5, 6)))
    write("subsample",
          case("input 2x5x6\nsubsample 2", function(lambda x: x[:, :, ::2, ::2]), (2, 5, 6)),
          case("input 2x7\nsubsample 3", function(lambda x: x[:, :, ::3]), (2, 7)))
    write("upsample",
          case("input 2x3x4\nupsample 2", nn.Upsample(scale_factor=2), (2, 3, 4)),
          case("input 2x3x4\nupsample [3, 2]", nn.Upsample(scale_factor=(3, 2)), (2, 3, 4)),
          case("input 2x3x4\nupsample 2 mode=bilinear", nn.Upsample(scale_factor=2, mode="bilinear", align_corners=False), (2, 3, 4)),
          case("input 2x3x4\nupsample [3, 2] mode=bilinear align_corners=true", nn.Upsample(scale_factor=(3, 2), mode="bilinear", align_corners=True), (2, 3, 4)),
          case("input 2x1x4\nupsample 2 mode=bilinear align_corners=true", nn.Upsample(scale_factor=2, mode="bilinear", align_corners=True), (2, 1, 4)),
          case("input 2x5\nupsample 3 mode=bilinear", nn.Upsample(scale_factor=3, mode="linear", align_corners=False), (2, 5)),
          case("input 2x2x3x2\nupsample 2 mode=bilinear", nn.Upsample(scale_factor=2, mode="trilinear", align_corners=False), (2, 2, 3, 2)))


if __name__ == "__main__":
    torch.set_num_threads(1)
    joins()
    borders()
