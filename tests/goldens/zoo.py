#!/usr/bin/env python3
"""Writes what PyTorch knows of layers: the output shape and parameters of every layer of the zoo's networks (zoo/*.txt), and the
output sizes of windows in hundreds of combinations (windows.txt).

The networks are written out here once more, module by module, from their papers; the tests compare both tellings.
Needs PyTorch (Debian: apt-get install python3-torch; run with /usr/bin/python3). The tests read only its result.
"""

import pathlib
import random

import torch
import torch.nn as nn
import torch.nn.functional as F

HERE = pathlib.Path(__file__).parent

# What a module is called in .nnet; containers and what has no module in PyTorch (joins, flatten) are left out on both sides.
WORDS = {
    nn.Conv2d: "conv", nn.ConvTranspose2d: "convtranspose", nn.Linear: "dense", nn.BatchNorm2d: "batchnorm", nn.ReLU: "relu", nn.ReLU6: "relu6", nn.SiLU: "silu",
    nn.Sigmoid: "sigmoid", nn.MaxPool2d: "maxpool", nn.AvgPool2d: "avgpool", nn.AdaptiveAvgPool2d: "adaptiveavgpool", nn.Upsample: "upsample", nn.Dropout: "dropout", nn.Tanh: "tanh",
}


def conv(i, o, k=1, s=1, p=None, g=1, bias=False):
    return nn.Conv2d(i, o, k, s, k // 2 if p is None else p, groups=g, bias=bias)


def unit(i, o, k=1, s=1, g=1, act=nn.ReLU, eps=1e-5):
    return nn.Sequential(conv(i, o, k, s, g=g), nn.BatchNorm2d(o, eps=eps), *([act()] if act else []))


class Gap(nn.Module):
    """globalavgpool: the mean over space."""

    def forward(self, x):
        return x.mean((2, 3))


WORDS[Gap] = "globalavgpool"


class Cat(nn.Module):
    def __init__(self, *paths):
        super().__init__()
        self.paths = nn.ModuleList(paths)

    def forward(self, x):
        return torch.cat([path(x) for path in self.paths], 1)


class Sum(nn.Module):
    def __init__(self, body, shortcut=None, after=None):
        super().__init__()
        self.body, self.shortcut, self.after = body, shortcut or nn.Identity(), after or nn.Identity()

    def forward(self, x):
        return self.after(self.body(x) + self.shortcut(x))


class OptionA(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.channels = channels

    def forward(self, x):
        return F.pad(x[:, :, ::2, ::2], (0, 0, 0, 0, self.channels // 4, self.channels // 4))


def resnet(kind, depths):
    layers, i = [unit(3, 64, 7, 2), nn.MaxPool2d(3, 2, 1)], 64
    for stage, depth in enumerate(depths):
        for block in range(depth):
            c, s = 64 << stage, 2 if stage > 0 and block == 0 else 1
            o = c if kind == "basic" else 4 * c
            body = [unit(i, c, 3, s), unit(c, c, 3, act=None)] if kind == "basic" else [unit(i, c), unit(c, c, 3, s), unit(c, o, act=None)]
            layers.append(Sum(nn.Sequential(*body), unit(i, o, 1, s, act=None) if s > 1 or i != o else None, nn.ReLU()))
            i = o
    return nn.Sequential(*layers, Gap(), nn.Linear(i, 1000))


def resnet20():
    layers, i = [unit(3, 16, 3)], 16
    for stage in range(3):
        for block in range(3):
            c, s = 16 << stage, 2 if stage > 0 and block == 0 else 1
            layers.append(Sum(nn.Sequential(unit(i, c, 3, s), unit(c, c, 3, act=None)), OptionA(c) if s > 1 else None, nn.ReLU()))
            i = c
    return nn.Sequential(*layers, Gap(), nn.Linear(i, 10))


def densenet():
    layers, i = [unit(3, 64, 7, 2), nn.MaxPool2d(3, 2, 1)], 64
    for stage, depth in enumerate([6, 12, 24, 16]):
        for _ in range(depth):
            layers.append(Cat(nn.Identity(), nn.Sequential(nn.BatchNorm2d(i), nn.ReLU(), conv(i, 128), nn.BatchNorm2d(128), nn.ReLU(), conv(128, 32, 3))))
            i += 32
        if stage < 3:
            layers += [nn.BatchNorm2d(i), nn.ReLU(), conv(i, i // 2), nn.AvgPool2d(2)]
            i //= 2
    return nn.Sequential(*layers, nn.BatchNorm2d(i), nn.ReLU(), Gap(), nn.Linear(i, 1000))


class Excite(nn.Module):
    def __init__(self, channels, squeeze):
        super().__init__()
        self.gate = nn.Sequential(Gap(), nn.Linear(channels, squeeze), nn.SiLU(), nn.Linear(squeeze, channels), nn.Sigmoid())

    def forward(self, x):
        return x * self.gate(x)[:, :, None, None]


def inverted(table, first, head, act, excites):
    layers, i = [unit(3, first, 3, 2, act=act)], first
    for expand, c, times, s, k in table:
        for block in range(times):
            wide, step = expand * i, s if block == 0 else 1
            body = [unit(i, wide, act=act)] if expand > 1 else []
            body += [unit(wide, wide, k, step, g=wide, act=act)] + ([Excite(wide, i // 4)] if excites else []) + [unit(wide, c, act=None)]
            body = nn.Sequential(*body)
            layers.append(Sum(body) if step == 1 and i == c else body)
            i = c
    return nn.Sequential(*layers, unit(i, head, act=act), Gap(), nn.Dropout(0.2), nn.Linear(head, 1000))


def mobilenet():
    return inverted([(1, 16, 1, 1, 3), (6, 24, 2, 2, 3), (6, 32, 3, 2, 3), (6, 64, 4, 2, 3), (6, 96, 3, 1, 3), (6, 160, 3, 2, 3), (6, 320, 1, 1, 3)], 32, 1280, nn.ReLU6, False)


def efficientnet():
    return inverted([(1, 16, 1, 1, 3), (6, 24, 2, 2, 3), (6, 40, 2, 2, 5), (6, 80, 3, 2, 3), (6, 112, 3, 1, 5), (6, 192, 4, 2, 5), (6, 320, 1, 1, 3)], 32, 1280, nn.SiLU, True)


def squeezenet():
    def plain(i, o, k=1, s=1, p=None):
        return nn.Sequential(conv(i, o, k, s, p, bias=True), nn.ReLU())

    def fire(i, q, e):
        return nn.Sequential(plain(i, q), Cat(plain(q, e), plain(q, e, 3)))

    def pool():
        return nn.MaxPool2d(3, 2, ceil_mode=True)

    return nn.Sequential(
        plain(3, 96, 7, 2, 0), pool(), fire(96, 16, 64), fire(128, 16, 64), fire(128, 32, 128), pool(), fire(256, 32, 128), fire(256, 48, 192), fire(384, 48, 192),
        fire(384, 64, 256), pool(), fire(512, 64, 256), nn.Dropout(0.5), plain(512, 1000), Gap())


class GoogLeNet(nn.Module):
    def __init__(self, heads):
        super().__init__()

        def filters(i, o, k=1, s=1):
            return unit(i, o, k, s, eps=1e-3)

        def inception(i, a, b, c, d, e, f):
            return Cat(filters(i, a), nn.Sequential(filters(i, b), filters(b, c, 3)), nn.Sequential(filters(i, d), filters(d, e, 3)), nn.Sequential(nn.MaxPool2d(3, 1, 1), filters(i, f)))

        def pool(k=3):
            return nn.MaxPool2d(k, 2, ceil_mode=True)

        def head(i):
            return nn.Sequential(nn.AdaptiveAvgPool2d(4), filters(i, 128), nn.Flatten(), nn.Linear(2048, 1024), nn.ReLU(), nn.Dropout(0.7), nn.Linear(1024, 1000))

        self.lower = nn.Sequential(
            filters(3, 64, 7, 2), pool(), filters(64, 64), filters(64, 192, 3), pool(), inception(192, 64, 96, 128, 16, 32, 32), inception(256, 128, 128, 192, 32, 96, 64), pool(),
            inception(480, 192, 96, 208, 16, 48, 64))
        self.middle = nn.Sequential(inception(512, 160, 112, 224, 24, 64, 64), inception(512, 128, 128, 256, 24, 64, 64), inception(512, 112, 144, 288, 32, 64, 64))
        self.upper = nn.Sequential(
            inception(528, 256, 160, 320, 32, 128, 128), pool(2), inception(832, 256, 160, 320, 32, 128, 128), inception(832, 384, 192, 384, 48, 128, 128), Gap(), nn.Dropout(0.2), nn.Linear(1024, 1000))
        self.heads = nn.ModuleList([head(512), head(528)] if heads else [])

    def forward(self, x):
        x = self.lower(x)
        if self.heads:
            self.heads[0](x)
        x = self.middle(x)
        if self.heads:
            self.heads[1](x)
        return self.upper(x)


class UNet(nn.Module):
    def __init__(self, smooth):
        super().__init__()

        def double(i, o, m=None):
            return nn.Sequential(unit(i, m or o, 3), unit(m or o, o, 3))

        low = 2 if smooth else 1
        self.down = nn.ModuleList([double(3, 64), double(64, 128), double(128, 256), double(256, 512), double(512, 1024 // low)])
        self.pool = nn.MaxPool2d(2)
        self.enlarge, self.up = nn.ModuleList(), nn.ModuleList()
        for c in [512, 256, 128, 64]:
            o = c // low if c > 64 else c
            self.enlarge.append(nn.Upsample(scale_factor=2, mode="bilinear", align_corners=True) if smooth else nn.ConvTranspose2d(2 * c, c, 2, 2))
            self.up.append(double(2 * c, o, c if smooth else None))
        self.head = conv(64, 2, bias=True)

    def forward(self, x):
        skips = []
        for i, block in enumerate(self.down):
            x = block(x if i == 0 else self.pool(x))
            skips.append(x)
        for enlarge, block, skip in zip(self.enlarge, self.up, reversed(skips[:-1])):
            x = block(torch.cat([enlarge(x), skip], 1))
        return self.head(x)


def plain(*stages):
    return nn.Sequential(*[layer for stage in stages for layer in stage])


def c(i, o, k, s=1, p=0, act=nn.ReLU):
    return [conv(i, o, k, s, p, bias=True), act()]


def d(i, o, act=None, drop=False):
    return [*([nn.Dropout()] if drop else []), nn.Linear(i, o), *([act()] if act else [])]


def alexnet():
    pool = [nn.MaxPool2d(3, 2)]
    return plain(c(3, 64, 11, 4, 2), pool, c(64, 192, 5, 1, 2), pool, c(192, 384, 3, 1, 1), c(384, 256, 3, 1, 1), c(256, 256, 3, 1, 1), pool, [nn.Flatten()],
                 d(9216, 4096, nn.ReLU, True), d(4096, 4096, nn.ReLU, True), d(4096, 1000))


def vgg():
    stages, i = [], 3
    for times, o in [(2, 64), (2, 128), (3, 256), (3, 512), (3, 512)]:
        for _ in range(times):
            stages.append(c(i, o, 3, 1, 1))
            i = o
        stages.append([nn.MaxPool2d(2)])
    return plain(*stages, [nn.Flatten()], d(25088, 4096, nn.ReLU), [nn.Dropout()], d(4096, 4096, nn.ReLU), [nn.Dropout()], d(4096, 1000))


def lenet(border):
    return plain(c(1, 6, 5, 1, border, nn.Tanh), [nn.AvgPool2d(2)], c(6, 16, 5, act=nn.Tanh), [nn.AvgPool2d(2), nn.Flatten(), nn.LazyLinear(120), nn.Tanh()], d(120, 84, nn.Tanh), d(84, 10))


class Shuffle(nn.Module):
    def forward(self, x):
        n, channels, h, w = x.shape
        return x.reshape(n, 2, channels // 2, h, w).transpose(1, 2).reshape(n, channels, h, w)


class Halves(nn.Module):
    def __init__(self, body):
        super().__init__()
        self.body = body

    def forward(self, x):
        first, second = x.chunk(2, 1)
        return torch.cat([first, self.body(second)], 1)


def shufflenet():
    def branch(i, o, s=1):
        return nn.Sequential(unit(i, o), unit(o, o, 3, s, g=o, act=None), unit(o, o))

    layers, i = [unit(3, 24, 3, 2), nn.MaxPool2d(3, 2, 1)], 24
    for o, times in (116, 3), (232, 7), (464, 3):
        layers += [Cat(nn.Sequential(unit(i, i, 3, 2, g=i, act=None), unit(i, o // 2)), branch(i, o // 2, 2)), Shuffle()]
        layers += [nn.Sequential(Halves(branch(o // 2, o // 2)), Shuffle()) for _ in range(times)]
        i = o
    return nn.Sequential(*layers, unit(464, 1024), Gap(), nn.Linear(1024, 1000))


class OverChannels(nn.LayerNorm):
    def forward(self, x):
        return super().forward(x.movedim(1, -1)).movedim(-1, 1)


class LayerScale(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.weight = nn.Parameter(torch.full((channels, 1, 1), 1e-6))

    def forward(self, x):
        return x * self.weight


WORDS |= {OverChannels: "layernorm", nn.LayerNorm: "layernorm", LayerScale: "scale", nn.GELU: "gelu"}


def convnext():
    def block(d):
        return Sum(nn.Sequential(conv(d, d, 7, g=d, bias=True), OverChannels(d), conv(d, 4 * d, bias=True), nn.GELU(), conv(4 * d, d, bias=True), LayerScale(d)))

    layers = [conv(3, 96, 4, 4, 0, bias=True), OverChannels(96)]
    for i, (d, times) in enumerate([(96, 3), (192, 3), (384, 9), (768, 3)]):
        layers += [OverChannels(d // 2), conv(d // 2, d, 2, 2, 0, bias=True)] if i else []
        layers += [block(d) for _ in range(times)]
    return nn.Sequential(*layers, Gap(), nn.LayerNorm(768), nn.Linear(768, 1000))


def write(name, model, *shape):
    lines = []

    def seen(module, _, output):
        kind = "depthwise" if isinstance(module, nn.Conv2d) and module.groups == module.in_channels > 1 else WORDS.get(type(module))
        if kind:
            lines.append(f"{kind} {'×'.join(map(str, output.shape[1:]))} {sum(p.numel() for p in module.parameters())}")

    x = torch.zeros(1, *shape)
    model.eval()
    with torch.no_grad():
        model(x)  # lazy layers take their size
        for module in model.modules():
            module.register_forward_hook(seen)
        model(x)
    (HERE / "zoo" / f"{name}.txt").write_text("\n".join(lines) + "\n")
    print(name, len(lines), f"{sum(p.numel() for p in model.parameters()):,}")


def windows():
    """Kind, input, kernel, stride, padding, dilation, then `ceil`, output padding or `same` → output, along one axis."""
    lines, chance = set(), random.Random(1)
    while len(lines) < 600:
        n, k, s, p, d = chance.randint(1, 40), chance.randint(1, 7), chance.randint(1, 5), chance.randint(0, 4), chance.choice([1, 1, 2, 3])
        kind = chance.choice(["conv", "same", "maxpool", "avgpool", "convtranspose"])
        x = torch.zeros(1, 1, n)
        try:
            if kind == "conv":
                line = f"conv {n} {k} {s} {p} {d} 0 {F.conv1d(x, torch.zeros(1, 1, k), stride=s, padding=p, dilation=d).shape[-1]}"
            elif kind == "same":
                line = f"same {n} {k} 1 0 {d} 0 {F.conv1d(x, torch.zeros(1, 1, k), padding='same', dilation=d).shape[-1]}"
            elif kind == "convtranspose":
                extra = chance.randint(0, 2)
                line = f"convtranspose {n} {k} {s} {p} {d} {extra} {F.conv_transpose1d(x, torch.zeros(1, 1, k), stride=s, padding=p, dilation=d, output_padding=extra).shape[-1]}"
            else:
                ceil = chance.randint(0, 1)
                pooled = F.max_pool1d(x, k, s, p, d, bool(ceil)) if kind == "maxpool" else F.avg_pool1d(x, k, s, p, bool(ceil))
                line = f"{kind} {n} {k} {s} {p} {d if kind == 'maxpool' else 1} {ceil} {pooled.shape[-1]}"
        except RuntimeError:
            continue
        if not line.endswith(" 0"):
            lines.add(line)
    (HERE / "windows.txt").write_text("\n".join(sorted(lines)) + "\n")


torch.manual_seed(1)
for name, depths in {"ResNet18": [2, 2, 2, 2], "ResNet34": [3, 4, 6, 3]}.items():
    write(name, resnet("basic", depths), 3, 224, 224)
for name, depths in {"ResNet50": [3, 4, 6, 3], "ResNet101": [3, 4, 23, 3], "ResNet152": [3, 8, 36, 3]}.items():
    write(name, resnet("bottleneck", depths), 3, 224, 224)
write("ResNet20", resnet20(), 3, 32, 32)
write("DenseNet121", densenet(), 3, 224, 224)
write("MobileNetV2", mobilenet(), 3, 224, 224)
write("EfficientNetB0", efficientnet(), 3, 224, 224)
write("SqueezeNet", squeezenet(), 3, 224, 224)
write("GoogLeNet", GoogLeNet(False), 3, 224, 224)
write("GoogLeNetInTraining", GoogLeNet(True), 3, 224, 224)
write("UNet", UNet(False), 3, 256, 256)
write("UNetBilinear", UNet(True), 3, 256, 256)
write("AlexNet", alexnet(), 3, 224, 224)
write("Vgg16", vgg(), 3, 224, 224)
write("ShuffleNetV2", shufflenet(), 3, 224, 224)
write("ConvNeXtTiny", convnext(), 3, 224, 224)
write("LeNet5", lenet(0), 1, 32, 32)
write("LeNet5Padded", lenet(2), 1, 28, 28)
write("LeNet5Valid", lenet(0), 1, 28, 28)
windows()
