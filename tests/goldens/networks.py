#!/usr/bin/env python3
"""Writes the golden files of whole networks: the losses of ten training steps in double precision, from weights and batches that
both sides make with one little generator. Run with PyTorch: /usr/bin/python3 networks.py"""

import json
import pathlib

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

from architectures import UNet, resnet20
from golden import Lcg

NETWORKS = pathlib.Path(__file__).parent / "networks"
STEPS = 10


def fill(model, random):
    """Matrices and filters uniform on ±1/√(numbers per row); vectors on ±0.1, scales around 1."""
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if parameter.dim() > 1:
                limit = (parameter.numel() / parameter.shape[0]) ** -0.5
                parameter.copy_(random.tensor(parameter.shape, -limit, limit))
            else:
                middle = 1.0 if name.endswith("weight") else 0.0
                parameter.copy_(random.tensor(parameter.shape, middle - 0.1, middle + 0.1))


def run(name, file, module, shape, loss, optimizer, loss_line, optimizer_line, batch=8, classes=0, targets=None, tokens=0, seed=1):
    """One network; `targets` is the shape of a sample's targets where they are not class numbers."""
    module = module.double().train()
    random = Lcg(seed)
    fill(module, random)
    step = optimizer(module.parameters())
    batches = []
    for _ in range(2):
        x = random.tensor((batch, *shape), 0.0, 1.0)
        if tokens:
            x = torch.floor(x * tokens).long()
        y = random.tensor((batch, *(targets or ())), 0.0, 1.0)
        if classes:
            y = torch.floor(y * classes).long()
        batches.append((x, y))
    losses = []
    for i in range(STEPS):
        # Two batches by turns, so that the losses fall and a wrong gradient cannot hide.
        x, y = batches[i % 2]
        step.zero_grad()
        value = loss(module(x), y)
        value.backward()
        step.step()
        losses.append(float(f"{value.item():.9g}"))
    result = {
        "file": file, "loss": loss_line, "optimizer": optimizer_line, "batch": batch, "seed": seed,
        "parameters": sum(p.numel() for p in module.parameters()), "classes": classes, "tokens": tokens, "losses": losses,
    }
    (NETWORKS / f"{name}.json").write_text(json.dumps(result, indent=1) + "\n")
    print(name, losses[0], losses[-1])


def autoencoder():
    return nn.Sequential(
        nn.Conv2d(1, 8, 3, stride=2, padding=1), nn.ReLU(), nn.Conv2d(8, 12, 3, stride=2, padding=1), nn.ReLU(), nn.Conv2d(12, 4, 3), nn.Tanh(),
        nn.ConvTranspose2d(4, 12, 3), nn.ReLU(), nn.ConvTranspose2d(12, 8, 3, stride=2, padding=1, output_padding=1), nn.ReLU(), nn.ConvTranspose2d(8, 1, 4, stride=2, padding=1))


if __name__ == "__main__":
    torch.set_num_threads(1)
    run("resnet20", "examples/zoo/resnet20-cifar.nnet", resnet20(), (3, 32, 32), F.cross_entropy,
        lambda p: torch.optim.SGD(p, lr=0.0005, momentum=0.9, weight_decay=1e-4), "loss cross_entropy", "optimizer sgd lr=0.0005 momentum=0.9 weight_decay=1e-4", classes=10)
    run("unet", "tests/goldens/networks/unet.nnet", UNet(2, 6, 12, 20), (2, 16, 16), F.binary_cross_entropy_with_logits,
        lambda p: torch.optim.Adam(p, lr=1e-2), "loss binary_cross_entropy", "optimizer adam lr=0.01", targets=(1, 16, 16))
    run("autoencoder", "tests/goldens/networks/autoencoder.nnet", autoencoder(), (1, 12, 12), F.mse_loss,
        lambda p: torch.optim.Adam(p, lr=1e-2), "loss mean_squared_error", "optimizer adam lr=0.01", targets=(1, 12, 12))
