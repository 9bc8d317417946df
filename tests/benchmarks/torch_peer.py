"""PyTorch's side of the benchmarks: reads lines "VERB NET BATCH THREADS SECONDS" and answers each with a line of numbers.

train    samples trained per second; train-cuda on a graphics card, its data there too
predict  samples predicted per second, by the fastest of eager mode and frozen TorchScript, each with channels first and last
memory   megabytes resident before the net was made, and at most while it trained for SECONDS

BATCH 0 is the net's own. Needs Debian's python3-torch with libopenblas0-openmp (with the pthread build two threads collapse).
"""

import pathlib
import re
import sys
import time

import torch
import torch.nn as nn
import torch.nn.functional as F

sys.path.append(str(pathlib.Path(__file__).parent.parent / "goldens"))
from architectures import LastState, UNet, resnet20

BATCHES = 10
VARIANT_SECONDS = 0.15


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


def adam(model):
    return torch.optim.Adam(model.parameters(), lr=1e-3)


def momentum(model):
    return torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9)


def sgd(model):
    return torch.optim.SGD(model.parameters(), lr=0.03)


def floats(*shape):
    return lambda count: torch.rand(count, *shape)


def classes(number, *shape):
    return lambda count: torch.randint(0, number, (count, *shape))


def layers(*widths, function=nn.ReLU):
    """Dense layers with a function behind each but the last."""
    dense = [nn.Linear(before, width) for before, width in zip(widths, widths[1:])]
    return [part for layer in dense[:-1] for part in (layer, function())] + dense[-1:]


def lenet5():
    return nn.Sequential(
        nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), *layers(400, 120, 84, 10))


# Name: batch, model, optimizer, inputs, targets, loss.
NETS = {
    "mlp": lambda: (64, nn.Sequential(*layers(784, 256, 128, 10)), adam, floats(784), classes(10), F.cross_entropy),
    "lenet5": lambda: (64, lenet5(), momentum, floats(1, 28, 28), classes(10), F.cross_entropy),
    "resnet20": lambda: (64, resnet20(), momentum, floats(3, 32, 32), classes(10), F.cross_entropy),
    "unet": lambda: (16, UNet(1, 16, 32, 64, 128), adam, floats(1, 64, 64), lambda count: classes(2, 1, 64, 64)(count).float(), F.binary_cross_entropy_with_logits),
    "lstm": lambda: (64, LastState(28, 128, 10), adam, floats(28, 28), classes(10), F.cross_entropy),
    "transformer": lambda: (16, Transformer(), adam, classes(65, 128), classes(65, 128), every_place),
    "playground": lambda: (10, nn.Sequential(*layers(2, 8, 8, 1, function=nn.Tanh), nn.Tanh()), sgd, floats(2), lambda count: 2 * torch.rand(count, 1) - 1, F.mse_loss),
}


def net(name):
    """One of the nets; dense-WIDTH-DEPTH has so many hidden layers of that width."""
    grown = re.fullmatch(r"dense-(\d+)-(\d+)", name)
    if not grown:
        return NETS[name]()
    width, depth = map(int, grown.groups())
    return 64, nn.Sequential(*layers(*[width] * (depth + 1), 10)), adam, floats(width), classes(10), F.cross_entropy


class Training:
    def __init__(self, name, batch, device="cpu"):
        own, self.model, optimizer, inputs, targets, self.loss = net(name)
        self.batch, self.at, self.device = batch or own, 0, device
        self.model.to(device)
        self.optimizer = optimizer(self.model)
        self.inputs, self.targets = (values(BATCHES * self.batch).to(device) for values in (inputs, targets))

    def step(self):
        chosen = slice(self.at, self.at + self.batch)
        self.optimizer.zero_grad(set_to_none=True)
        self.loss(self.model(self.inputs[chosen]), self.targets[chosen]).backward()
        self.optimizer.step()
        self.at = (self.at + self.batch) % len(self.inputs)


class Prediction:
    def __init__(self, name, batch):
        own, model, _, inputs, _, _ = net(name)
        self.batch, self.at = batch or own, 0
        self.inputs = inputs(BATCHES * self.batch)
        self.model = None
        model.eval()
        fastest = 0
        for candidate, inputs in self.variants(model):
            speed = self.speed(candidate, inputs)
            if speed > fastest:
                fastest, self.model, self.chosen = speed, candidate, inputs

    def variants(self, model):
        orders = [torch.contiguous_format]
        if any(isinstance(part, nn.Conv2d) for part in model.modules()):
            orders.append(torch.channels_last)
        for order in orders:
            ordered, inputs = model.to(memory_format=order), self.inputs
            if inputs.dim() == 4:
                inputs = inputs.contiguous(memory_format=order)
            yield ordered, inputs
            with torch.no_grad():
                yield torch.jit.freeze(torch.jit.trace(ordered, inputs[:self.batch])), inputs

    def speed(self, model, inputs):
        with torch.inference_mode():
            for _ in range(5):
                model(inputs[:self.batch])
            began, steps = time.perf_counter(), 0
            while time.perf_counter() - began < VARIANT_SECONDS:
                model(inputs[:self.batch])
                steps += 1
            return steps / (time.perf_counter() - began)

    def step(self):
        with torch.inference_mode():
            self.model(self.chosen[self.at:self.at + self.batch])
        self.at = (self.at + self.batch) % len(self.chosen)


def peak_megabytes():
    """Most memory that was resident so far."""
    return int(re.search(r"VmHWM:\s*(\d+)", pathlib.Path("/proc/self/status").read_text()).group(1)) / 1024


def repeat(case, seconds):
    """Samples per second."""
    began, steps = time.perf_counter(), 0
    while time.perf_counter() - began < seconds:
        case.step()
        steps += 1
        if getattr(case, "device", "cpu") != "cpu" and steps % 64 == 0:
            # A card is otherwise given more and more to do, and nobody waits for it.
            torch.cuda.synchronize()
    if torch.cuda.is_initialized():
        torch.cuda.synchronize()
    return steps * case.batch / (time.perf_counter() - began)


made = {}

for line in sys.stdin:
    verb, name, batch, threads, seconds = line.split()
    torch.set_num_threads(int(threads))
    key = (verb, name, batch, threads)
    before = peak_megabytes()
    if key not in made:
        # Large nets do not stay behind when the next comes.
        made = {key: Prediction(name, int(batch)) if verb == "predict" else Training(name, int(batch), verb[6:] or "cpu")}
    speed = repeat(made[key], float(seconds))
    print(*((before, peak_megabytes()) if verb == "memory" else (speed,)), flush=True)
