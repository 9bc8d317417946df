import ElkConstructor, { type ELK } from 'elkjs/lib/elk-api';

/** ELK in a worker, so that the page goes on moving while it thinks. A page of VS Code may make workers of its own text only. */
export async function startElk(script: string): Promise<ELK> {
  const text = await (await fetch(script)).text();
  const url = URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
  return new ElkConstructor({ workerFactory: () => new Worker(url) });
}
