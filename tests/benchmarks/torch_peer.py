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


CASES = {"mlp": mlp, "lenet5": lenet5, "playground": playground}
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
