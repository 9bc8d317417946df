"""Networks that goldens and benchmarks share, at whatever size each of them asks for."""

import torch
import torch.nn as nn
import torch.nn.functional as F


class Basic(nn.Module):
    """Two convolutions and a shortcut without parameters (He et al. 2016, option A)."""

    def __init__(self, before, channels, stride):
        super().__init__()
        self.stride, self.pad = stride, (channels - before) // 2
        self.conv1, self.norm1 = nn.Conv2d(before, channels, 3, stride=stride, padding=1, bias=False), nn.BatchNorm2d(channels)
        self.conv2, self.norm2 = nn.Conv2d(channels, channels, 3, padding=1, bias=False), nn.BatchNorm2d(channels)

    def forward(self, x):
        y = self.norm2(self.conv2(F.relu(self.norm1(self.conv1(x)))))
        if self.stride > 1:
            x = F.pad(x[:, :, ::2, ::2], (0, 0, 0, 0, self.pad, self.pad))
        return F.relu(x + y)


def resnet20():
    layers = [nn.Conv2d(3, 16, 3, padding=1, bias=False), nn.BatchNorm2d(16), nn.ReLU()]
    before = 16
    for channels in (16, 32, 64):
        for block in range(3):
            layers.append(Basic(before, channels, 2 if block == 0 and channels > 16 else 1))
            before = channels
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, 10))


def double(before, channels):
    return nn.Sequential(
        nn.Conv2d(before, channels, 3, padding=1, bias=False), nn.BatchNorm2d(channels), nn.ReLU(),
        nn.Conv2d(channels, channels, 3, padding=1, bias=False), nn.BatchNorm2d(channels), nn.ReLU())


class UNet(nn.Module):
    """Down and up again, with a shortcut at every level (Ronneberger et al. 2015); widths are those of the levels, the bottom's last."""

    def __init__(self, inputs, *widths):
        super().__init__()
        self.down = nn.ModuleList(double(before, channels) for before, channels in zip((inputs, *widths), widths))
        up = [(nn.ConvTranspose2d(below, channels, 2, stride=2), double(2 * channels, channels)) for below, channels in zip(widths[:0:-1], widths[-2::-1])]
        self.up = nn.ModuleList(nn.ModuleList(level) for level in up)
        self.last = nn.Conv2d(widths[0], 1, 1)

    def forward(self, x):
        skips = []
        for level in self.down[:-1]:
            x = level(x)
            skips.append(x)
            x = F.max_pool2d(x, 2)
        x = self.down[-1](x)
        for widen, level in self.up:
            x = level(torch.cat([widen(x), skips.pop()], 1))
        return self.last(x)


class LastState(nn.Module):
    """An LSTM over the rows of a picture; its last state is what the head sees."""

    def __init__(self, features, units, classes):
        super().__init__()
        self.lstm, self.head = nn.LSTM(features, units, batch_first=True), nn.Linear(units, classes)

    def forward(self, x):
        return self.head(self.lstm(x)[0][:, -1])
