// What a build does where the packages for graphics cards are, where they are not, and where somebody insists. Nothing is built or fetched:
// MSBuild is asked what it would do.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

const version = /<IlgpuVersion>(.+)<\/IlgpuVersion>/.exec(readFileSync('Directory.Packages.props', 'utf8'))[1];
const packages = mkdtempSync(join(tmpdir(), 'nnet-packages-'));
const none = join(packages, 'none');

for (const name of ['ilgpu', 'ilgpu.algorithms']) {
  mkdirSync(join(packages, name, version), { recursive: true });
  writeFileSync(join(packages, name, version, `${name}.nuspec`), '');
}
after(() => rmSync(packages, { recursive: true }));

// That no source has them is taken as known, so nobody is asked.
const msbuild = (...args) =>
  spawnSync('dotnet', ['msbuild', 'server/Nnet.Engine.Ilgpu', '-nologo', '-p:IlgpuWasLookedFor=true', ...args], {
    encoding: 'utf8',
    env: { ...process.env, MSBUILDDISABLENODEREUSE: '1' },
  });
const isBuiltIn = (...args) => msbuild('-getProperty:HasIlgpu', ...args).stdout.trim();

test('packages that are there are built in by themselves', () => {
  assert.equal(isBuiltIn(`-p:IlgpuPackages=${packages}`), 'true');
});

test('packages that are not there are left out by themselves', () => {
  assert.equal(isBuiltIn(`-p:IlgpuPackages=${none}`), 'false');
});

test('packages that are there can be left out', () => {
  assert.equal(isBuiltIn(`-p:IlgpuPackages=${packages}`, '-p:Ilgpu=false'), 'false');
});

test('whoever insists on packages that are not there is told what to do, once', () => {
  const { status, stdout } = msbuild(
    '-t:CollectPackageReferences',
    '-v:quiet',
    `-p:IlgpuPackages=${none}`,
    '-p:Ilgpu=true',
  );
  assert.equal(status, 1);
  assert.equal(stdout.match(/error/g).length, 1, stdout);
  assert.match(
    stdout,
    new RegExp(
      `-p:Ilgpu=true asks for the packages ILGPU and ILGPU.Algorithms ${version}, but no NuGet source of this machine has them`,
    ),
  );
  assert.match(stdout, /Add one that does .*, or leave -p:Ilgpu=true out/);
});

test('whoever insists on packages that are there gets them', () => {
  const { status, stdout } = msbuild(
    '-t:CollectPackageReferences',
    '-v:quiet',
    `-p:IlgpuPackages=${packages}`,
    '-p:Ilgpu=true',
  );
  assert.equal(status, 0, stdout);
});
