#!/usr/bin/env python3
"""Writes the golden file of a network with two inputs and two outputs: the losses of ten training steps in double precision, from
weights and batches that both sides make with one little generator. Run with PyTorch: /usr/bin/python3 several.py"""

import json
import pathlib

import torch
import torch.nn as nn
import torch.nn.functional as F

from golden import Lcg
from networks import STEPS, fill

FOLDER = pathlib.Path(__file__).parent / "several"
BATCH, CITIES, NUMBERS, CLASSES = 9, 7, 5, 3


class Homes(nn.Module):
    """A category by its embedding beside numbers; a class from all of it, a number from the layer below."""

    def __init__(self):
        super().__init__()
        self.city = nn.Embedding(CITIES, 4)
        self.shared = nn.Linear(NUMBERS + 4, 16)
        self.price = nn.Linear(16, 1)
        self.middle = nn.Linear(16, 8)
        self.kind = nn.Linear(8, CLASSES)

    def forward(self, city, numbers):
        shared = torch.tanh(self.shared(torch.cat([numbers, self.city(city)[:, 0]], 1)))
        return self.kind(torch.tanh(self.middle(shared))), self.price(shared)


if __name__ == "__main__":
    torch.set_num_threads(1)
    model = Homes().double().train()
    random = Lcg(1)
    fill(model, random)
    step = torch.optim.Adam(model.parameters(), lr=0.01)
    batches = []
    for _ in range(2):
        # Sample after sample, as the engine has them: a row of inputs, then a row of targets.
        rows = random.tensor((BATCH, 1 + NUMBERS), 0.0, 1.0)
        truth = random.tensor((BATCH, 2), 0.0, 1.0)
        batches.append((torch.floor(rows[:, :1] * CITIES).long(), rows[:, 1:], torch.floor(truth[:, 0] * CLASSES).long(), truth[:, 1:]))
    losses = []
    for i in range(STEPS):
        city, numbers, kind, price = batches[i % 2]
        step.zero_grad()
        scores, value = model(city, numbers)
        loss = F.cross_entropy(scores, kind, label_smoothing=0.1) + 0.3 * F.mse_loss(value, price)
        loss.backward()
        step.step()
        losses.append(float(f"{loss.item():.9g}"))
    result = {"batch": BATCH, "seed": 1, "parameters": sum(p.numel() for p in model.parameters()), "losses": losses}
    (FOLDER / "homes.json").write_text(json.dumps(result, indent=1) + "\n")
    print(losses)
