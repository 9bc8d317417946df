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


def convolutions():
    def conv(text, module, shape):
        return case(f"input {'x'.join(map(str, shape))}\n{text}", module, shape)

    write("conv",
          conv("conv 5 kernel=3", nn.Conv2d(3, 5, 3), (3, 5, 6)),
          conv("conv 8 kernel=3 stride=2 padding=1 groups=2 bias=false", nn.Conv2d(4, 8, 3, stride=2, padding=1, groups=2, bias=False), (4, 5, 6)),
          conv("conv 3 kernel=[3, 2] dilation=[2, 3] padding=[2, 1]", nn.Conv2d(2, 3, (3, 2), dilation=(2, 3), padding=(2, 1)), (2, 6, 7)),
          conv("conv 3 kernel=[2, 3] padding=same", nn.Conv2d(2, 3, (2, 3), padding="same"), (2, 4, 5)),
          conv("conv 7 kernel=1", nn.Conv2d(3, 7, 1), (3, 3, 4)),
          conv("conv 1 kernel=1 padding=1", nn.Conv2d(2, 1, 1, padding=1), (2, 4, 6)),
          conv("conv 4 kernel=1 stride=2 groups=2", nn.Conv2d(4, 4, 1, stride=2, groups=2), (4, 5, 4)),
          conv("conv 13 kernel=4 stride=3", nn.Conv1d(2, 13, 4, stride=3), (2, 11)),
          conv("conv 2 kernel=5 padding=2 dilation=2 activation=tanh", nn.Sequential(nn.Conv1d(3, 2, 5, padding=2, dilation=2), nn.Tanh()), (3, 9)),
          conv("conv 3 kernel=2 padding=1", nn.Conv3d(2, 3, 2, padding=1), (2, 2, 3, 2)),
          conv("conv 4 kernel=3 padding=valid groups=4", nn.Conv2d(4, 4, 3, groups=4), (4, 4, 9)))
    write("depthwise",
          conv("depthwise kernel=3 padding=1", nn.Conv2d(3, 3, 3, padding=1, groups=3), (3, 4, 5)),
          conv("depthwise kernel=3 stride=2 multiplier=2 bias=false", nn.Conv2d(3, 6, 3, stride=2, groups=3, bias=False), (3, 5, 6)),
          conv("depthwise kernel=3 dilation=2", nn.Conv1d(4, 4, 3, dilation=2, groups=4), (4, 7)))
    write("convtranspose",
          conv("convtranspose 3 kernel=2 stride=2", nn.ConvTranspose2d(4, 3, 2, stride=2), (4, 3, 2)),
          conv("convtranspose 4 kernel=3 stride=2 padding=1 output_padding=1 groups=2", nn.ConvTranspose2d(6, 4, 3, stride=2, padding=1, output_padding=1, groups=2), (6, 2, 3)),
          conv("convtranspose 2 kernel=[3, 2] stride=[1, 3] dilation=[2, 1] bias=false", nn.ConvTranspose2d(3, 2, (3, 2), stride=(1, 3), dilation=(2, 1), bias=False), (3, 3, 3)),
          conv("convtranspose 3 kernel=4 stride=2 padding=same", nn.ConvTranspose1d(2, 3, 4, stride=2, padding=1), (2, 5)),
          conv("convtranspose 2 kernel=2", nn.ConvTranspose3d(2, 2, 2), (2, 2, 1, 3)))


def pools():
    def pool(text, module, shape):
        return case(f"input {'x'.join(map(str, shape))}\n{text}", module, shape)

    write("maxpool",
          pool("maxpool 2", nn.MaxPool2d(2), (2, 4, 5)),
          pool("maxpool 3 stride=2 padding=1 ceil=true", nn.MaxPool2d(3, stride=2, padding=1, ceil_mode=True), (2, 6, 6)),
          pool("maxpool [2, 3] stride=1 dilation=[2, 1]", nn.MaxPool2d((2, 3), stride=1, dilation=(2, 1)), (2, 5, 5)),
          pool("maxpool 2", nn.MaxPool1d(2), (2, 7)),
          pool("maxpool 2 stride=1", nn.MaxPool3d(2, stride=1), (2, 3, 2, 3)))
    write("avgpool",
          pool("avgpool 2", nn.AvgPool2d(2), (2, 4, 5)),
          pool("avgpool 3 stride=2 padding=1", nn.AvgPool2d(3, stride=2, padding=1), (2, 5, 6)),
          pool("avgpool 3 stride=2 padding=1 count_include_pad=false", nn.AvgPool2d(3, stride=2, padding=1, count_include_pad=False), (2, 5, 6)),
          pool("avgpool 3 stride=2 ceil=true", nn.AvgPool2d(3, stride=2, ceil_mode=True), (2, 6, 6)),
          pool("avgpool [3, 2] stride=2 padding=1 ceil=true", nn.AvgPool2d((3, 2), stride=2, padding=1, ceil_mode=True), (2, 6, 5)),
          pool("avgpool 3 stride=2 padding=1 ceil=true count_include_pad=false", nn.AvgPool1d(3, stride=2, padding=1, ceil_mode=True, count_include_pad=False), (2, 6)),
          pool("avgpool 2", nn.AvgPool3d(2), (2, 2, 4, 3)))
    write("adaptiveavgpool",
          pool("adaptiveavgpool 2", nn.AdaptiveAvgPool2d(2), (2, 4, 5)),
          pool("adaptiveavgpool [3, 5]", nn.AdaptiveAvgPool2d((3, 5)), (2, 7, 3)),
          pool("adaptiveavgpool 3", nn.AdaptiveAvgPool1d(3), (2, 7)))
    write("adaptivemaxpool",
          pool("adaptivemaxpool 2", nn.AdaptiveMaxPool2d(2), (2, 4, 5)),
          pool("adaptivemaxpool [3, 5]", nn.AdaptiveMaxPool2d((3, 5)), (2, 7, 3)))
    write("globalavgpool", pool("globalavgpool", function(lambda x: x.mean((2, 3))), (3, 2, 3)))
    write("globalmaxpool", pool("globalmaxpool", function(lambda x: x.amax((2, 3))), (3, 2, 3)))


def norms():
    def norm(text, module, shape, batch=3):
        return case(f"input {'x'.join(map(str, shape))}\n{text}", module, shape, batch)

    write("batchnorm",
          norm("batchnorm", nn.BatchNorm2d(3), (3, 2, 3)),
          norm("batchnorm eps=1e-2 momentum=0.3", nn.BatchNorm1d(4, eps=1e-2, momentum=0.3), (4,), 5),
          norm("batchnorm", nn.BatchNorm1d(2), (2, 4)))
    write("groupnorm",
          norm("groupnorm 2", nn.GroupNorm(2, 6), (6, 2, 3)),
          norm("groupnorm 1 eps=1e-2", nn.GroupNorm(1, 4, eps=1e-2), (4, 3)))
    write("instancenorm",
          norm("instancenorm", nn.InstanceNorm2d(3), (3, 2, 3)),
          norm("instancenorm affine=true", nn.InstanceNorm1d(3, affine=True), (3, 5)))
    write("lrn",
          norm("lrn", nn.LocalResponseNorm(5), (7, 2, 2)),
          norm("lrn 4 alpha=0.5 beta=0.6 k=2", nn.LocalResponseNorm(4, alpha=0.5, beta=0.6, k=2.0), (6, 3)))
    write("scale",
          norm("scale", Layer(lambda x, w: x * w[:, None, None], (3,)), (3, 2, 2)),
          norm("scale per_channel=false", Layer(lambda x, w: x * w, (1,)), (4,)))
    write("prelu",
          norm("prelu", nn.PReLU(), (3, 2, 2)),
          norm("prelu per_channel=true", nn.PReLU(3), (3, 2, 2)))


if __name__ == "__main__":
    torch.set_num_threads(1)
    joins()
    borders()
    convolutions()
    pools()
    norms()
