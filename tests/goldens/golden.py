"""What the scripts share that write golden files of single layers: one JSON file for each layer, a few cases in each.

A case is a fragment of the language and a PyTorch module. Inputs, weights and targets come from one little generator that
the tests have too, so that only results are kept: loss and gradients of a step in training mode, then the outputs in
evaluation mode. Everything is computed in double precision.
"""

import json
import pathlib

import numpy as np
import torch
import torch.nn.functional as F

LAYERS = pathlib.Path(__file__).parent / "layers"


class Lcg:
    """x ← 1664525·x + 1013904223 mod 2³² (Numerical Recipes); the 24 high bits make a number in [0, 1)."""

    def __init__(self, seed):
        self.state = seed

    def uniform(self, count):
        out = np.empty(count, dtype=np.float64)
        for i in range(count):
            self.state = (1664525 * self.state + 1013904223) & 0xFFFFFFFF
            out[i] = (self.state >> 8) / (1 << 24)
        return out

    def tensor(self, shape, low=-1.0, high=1.0):
        count = int(np.prod(shape))
        return torch.from_numpy(low + (high - low) * self.uniform(count)).reshape(shape)


def numbers(tensor):
    """Nine digits, which is more than single precision holds."""
    return [float(f"{value:.9g}") for value in tensor.detach().numpy().ravel()]


class Layer(torch.nn.Module):
    """A module made of a function, and of parameters in the order in which the language lists them."""

    def __init__(self, function, *shapes):
        super().__init__()
        self.weights = torch.nn.ParameterList([torch.nn.Parameter(torch.zeros(shape)) for shape in shapes])
        self.function = function

    def forward(self, x):
        return self.function(x, *self.weights)


def case(model, module, shape, batch=3, seed=1, tokens=None):
    """One case.

    model: lines of a model, the input among them. module: what PyTorch makes of a batch. shape: of one sample as PyTorch
    has it; tokens: inputs are whole numbers below this. The module's parameters come in the language's order and layout, and so
    do its inputs and outputs: a sequence is places × features.
    """
    module = module.double().train()
    random = Lcg(seed)
    with torch.no_grad():
        for parameter in module.parameters():
            parameter.copy_(random.tensor(parameter.shape))
    if tokens:
        inputs = torch.from_numpy(np.floor(random.uniform(batch * int(np.prod(shape))) * tokens).astype(np.int64)).reshape(batch, *shape)
    else:
        inputs = random.tensor((batch, *shape)).requires_grad_()
    outputs = module(inputs)
    targets = random.tensor(outputs.shape)
    loss = F.mse_loss(outputs, targets)
    loss.backward()
    result = {
        "model": model,
        "batch": batch,
        "seed": seed,
        **({"tokens": tokens} if tokens else {}),
        "loss": float(f"{loss.item():.9g}"),
        "gradients": [v for p in module.parameters() for v in numbers(p.grad)],
        "inputGradients": [] if tokens else numbers(inputs.grad),
    }
    module.eval()
    result["outputs"] = numbers(module(inputs))
    result["buffers"] = [v for b in module.buffers() if b.dtype.is_floating_point for v in numbers(b)]
    return result


def write(name, *cases):
    LAYERS.mkdir(exist_ok=True)
    lines = ",\n".join(json.dumps(one, separators=(",", ":"), ensure_ascii=False) for one in cases)
    (LAYERS / f"{name}.json").write_text("[\n" + lines + "\n]\n")
    print(name, len(cases), "cases")
