#!/usr/bin/env python3
"""Writes the golden files: losses that PyTorch computes step for step from weights and batches that both sides make
with the same little generator, so that only the losses need to be kept.

Needs PyTorch (Debian: apt-get install python3-torch; run with /usr/bin/python3). The tests read only its result.
"""

import json
import pathlib

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

HERE = pathlib.Path(__file__).parent
STEPS = 20
BATCH = 64


class Lcg:
    """x ← 1664525·x + 1013904223 mod 2³² (Numerical Recipes); the 24 high bits make a number in [0, 1)."""

    def __init__(self, seed):
        self.state = seed

    def uniform(self, count):
        out = np.empty(count, dtype=np.float32)
        for i in range(count):
            self.state = (1664525 * self.state + 1013904223) & 0xFFFFFFFF
            out[i] = (self.state >> 8) / (1 << 24)
        return out


def fill(model, seed):
    """Every parameter uniform on ±1/√(numbers per row), in order."""
    random = Lcg(seed)
    with torch.no_grad():
        for parameter in model.parameters():
            rows = parameter.shape[0]
            limit = np.float32(1 / np.sqrt(max(1, parameter.numel() // rows)))
            values = (random.uniform(parameter.numel()) * 2 - 1) * (limit if parameter.dim() > 1 else np.float32(0.1))
            parameter.copy_(torch.from_numpy(values.astype(np.float32)).reshape(parameter.shape))


def run(name, model, optimizer, inputs, classes, loss, seed=1):
    fill(model, seed)
    step = optimizer(model.parameters())
    random = Lcg(seed + 1)
    losses = []
    batches = []
    for _ in range(2):
        x = torch.from_numpy(random.uniform(BATCH * int(np.prod(inputs)))).reshape(BATCH, *inputs)
        if classes:
            y = torch.from_numpy(np.floor(random.uniform(BATCH) * classes).astype(np.int64))
        else:
            y = torch.from_numpy(random.uniform(BATCH)).reshape(BATCH, 1)
        batches.append((x, y))
    for i in range(STEPS):
        # Two batches by turns, so that the losses fall and a wrong gradient cannot hide.
        x, y = batches[i % 2]
        step.zero_grad()
        value = loss(model(x), y)
        value.backward()
        step.step()
        losses.append(value.item())
    parameters = np.concatenate([p.detach().numpy().ravel() for p in model.parameters()])
    result = {
        "torch": torch.__version__,
        "seed": seed,
        "batch": BATCH,
        "losses": losses,
        "parameterCount": int(parameters.size),
        "parameterSum": float(parameters.astype(np.float64).sum()),
        "parameterSquares": float((parameters.astype(np.float64) ** 2).sum()),
        "buffers": [float(v) for b in model.buffers() if b.dtype.is_floating_point for v in b.ravel()],
    }
    (HERE / f"{name}.json").write_text(json.dumps(result, indent=1) + "\n")
    print(name, losses[0], losses[-1])


def mlp():
    return nn.Sequential(nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, 128), nn.ReLU(), nn.Linear(128, 10))


def lenet():
    return nn.Sequential(
        nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10))


def normalized():
    """Batch normalisation, strided convolution, average and global pooling in one."""
    return nn.Sequential(
        nn.Conv2d(2, 8, 3, stride=2, padding=1, bias=False), nn.BatchNorm2d(8), nn.LeakyReLU(0.01),
        nn.AvgPool2d(3, stride=2, padding=1), nn.Conv2d(8, 5, 1), nn.ELU(), nn.AdaptiveAvgPool2d(1), nn.Flatten(),
        nn.Linear(5, 4), nn.BatchNorm1d(4), nn.Tanh(), nn.Linear(4, 1))


def playground():
    return nn.Sequential(nn.Linear(2, 8), nn.Tanh(), nn.Linear(8, 8), nn.Sigmoid(), nn.Linear(8, 8), nn.GELU(), nn.Linear(8, 8), nn.SELU(), nn.Linear(8, 1))


if __name__ == "__main__":
    torch.manual_seed(0)
    torch.set_num_threads(1)
    run("mlp-adam", mlp(), lambda p: torch.optim.Adam(p, lr=1e-3), (784,), 10, F.cross_entropy)
    run("mlp-adamw", mlp(), lambda p: torch.optim.AdamW(p, lr=1e-3, weight_decay=0.05), (784,), 10, F.cross_entropy)
    run("lenet-sgd-momentum", lenet(), lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9), (1, 28, 28), 10, F.cross_entropy)
    run("normalized-sgd-nesterov", normalized(), lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9, nesterov=True, weight_decay=1e-3), (2, 9, 8), 0, F.mse_loss)
    run("playground-bce", playground(), lambda p: torch.optim.Adam(p, lr=0.01, weight_decay=1e-2), (2,), 0, F.binary_cross_entropy_with_logits)
    run("playground-mae", playground(), lambda p: torch.optim.SGD(p, lr=0.01), (2,), 0, F.l1_loss)
