"""PyTorch's side of the training benchmark: reads lines "CASE THREADS SECONDS", answers with samples per second.

Needs Debian's python3-torch with libopenblas0-openmp (with the pthread build of OpenBLAS two threads collapse).
"""

import sys
import time

import torch
import torch.nn as nn
import torch.nn.functional as F


def mlp():
    model = nn.Sequential(nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, 128), nn.ReLU(), nn.Linear(128, 10))
    return model, torch.optim.Adam(model.parameters(), lr=1e-3), torch.rand(3200, 784), torch.randint(0, 10, (3200,)), F.cross_entropy, 64


def lenet5():
    model = nn.Sequential(
        nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10))
    return model, torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9), torch.rand(3200, 1, 28, 28), torch.randint(0, 10, (3200,)), F.cross_entropy, 64


def playground():
    model = nn.Sequential(nn.Linear(2, 8), nn.Tanh(), nn.Linear(8, 8), nn.Tanh(), nn.Linear(8, 1), nn.Tanh())
    x = torch.rand(500, 2) * 2 - 1
    return model, torch.optim.SGD(model.parameters(), lr=0.03), x, torch.sign(x[:, :1] * x[:, 1:]), F.mse_loss, 10


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
    model = nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, 10))
    return model, torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9), torch.rand(640, 3, 32, 32), torch.randint(0, 10, (640,)), F.cross_entropy, 64


def double(before, channels):
    return nn.Sequential(
        nn.Conv2d(before, channels, 3, padding=1, bias=False), nn.BatchNorm2d(channels), nn.ReLU(),
        nn.Conv2d(channels, channels, 3, padding=1, bias=False), nn.BatchNorm2d(channels), nn.ReLU())


class UNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.e1, self.e2, self.e3, self.bottom = double(1, 16), double(16, 32), double(32, 64), double(64, 128)
        self.u3, self.u2, self.u1 = (nn.ConvTranspose2d(2 * c, c, 2, stride=2) for c in (64, 32, 16))
        self.d3, self.d2, self.d1 = (double(2 * c, c) for c in (64, 32, 16))
        self.last = nn.Conv2d(16, 1, 1)

    def forward(self, x):
        a = self.e1(x)
        b = self.e2(F.max_pool2d(a, 2))
        c = self.e3(F.max_pool2d(b, 2))
        y = self.bottom(F.max_pool2d(c, 2))
        y = self.d3(torch.cat([self.u3(y), c], 1))
        y = self.d2(torch.cat([self.u2(y), b], 1))
        return self.last(self.d1(torch.cat([self.u1(y), a], 1)))


def unet():
    model = UNet()
    return model, torch.optim.Adam(model.parameters(), lr=1e-3), torch.rand(160, 1, 64, 64), torch.randint(0, 2, (160, 1, 64, 64)).float(), F.binary_cross_entropy_with_logits, 16


class Lstm(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm, self.head = nn.LSTM(28, 128, batch_first=True), nn.Linear(128, 10)

    def forward(self, x):
        return self.head(self.lstm(x)[0][:, -1])


def lstm():
    model = Lstm()
    return model, torch.optim.Adam(model.parameters(), lr=1e-3), torch.rand(640, 28, 28), torch.randint(0, 10, (640,)), F.cross_entropy, 64


class Decoder(nn.Module):
    """Attention with one product for queries, keys and values, which is faster than nn.MultiheadAttention here."""

    def __init__(self, d, heads, places):
        super().__init__()
        self.heads = heads
        self.norm1, self.project, self.out = nn.LayerNorm(d), nn.Linear(d, 3 * d), nn.Linear(d, d)
        self.norm2, self.up, self.down = nn.LayerNorm(d), nn.Linear(d, 4 * d), nn.Linear(4 * d, d)
        self.register_buffer("mask", torch.full((places, places), float("-inf")).triu(1))

    def forward(self, x):
        batch, places, d = x.shape
        q, k, v = self.project(self.norm1(x)).view(batch, places, 3, self.heads, d // self.heads).permute(2, 0, 3, 1, 4)
        weights = torch.softmax((q * (d // self.heads) ** -0.5) @ k.transpose(2, 3) + self.mask, -1)
        x = x + self.out((weights @ v).transpose(1, 2).reshape(batch, places, d))
        return x + self.down(F.gelu(self.up(self.norm2(x))))


class Transformer(nn.Module):
    def __init__(self, tokens=65, places=128, d=128, heads=4, layers=4):
        super().__init__()
        self.table, self.position = nn.Embedding(tokens, d), nn.Parameter(0.02 * torch.randn(places, d))
        self.layers = nn.Sequential(*(Decoder(d, heads, places) for _ in range(layers)))
        self.norm, self.head = nn.LayerNorm(d), nn.Linear(d, tokens)

    def forward(self, x):
        return self.head(self.norm(self.layers(self.table(x) + self.position)))


def every_place(output, targets):
    return F.cross_entropy(output.flatten(0, 1), targets.flatten())


def transformer():
    model = Transformer()
    return model, torch.optim.Adam(model.parameters(), lr=1e-3), torch.randint(0, 65, (160, 128)), torch.randint(0, 65, (160, 128)), every_place, 16


CASES = {"mlp": mlp, "lenet5": lenet5, "playground": playground, "resnet20": resnet20, "unet": unet, "lstm": lstm, "transformer": transformer}
made = {}

for line in sys.stdin:
    name, threads, seconds = line.split()
    torch.set_num_threads(int(threads))
    if (name, threads) not in made:
        made[(name, threads)] = CASES[name]()
    model, optimizer, inputs, targets, loss, batch = made[(name, threads)]
    began = time.perf_counter()
    steps = 0
    at = 0
    while time.perf_counter() - began < float(seconds):
        optimizer.zero_grad(set_to_none=True)
        loss(model(inputs[at:at + batch]), targets[at:at + batch]).backward()
        optimizer.step()
        at = (at + batch) % len(inputs)
        steps += 1
    print(steps * batch / (time.perf_counter() - began), flush=True)
