import { benchmarks } from './benchmarks.ts';

/** One benchmark, alone in this process: its figures as JSON on standard output. */
const benchmark = benchmarks.find(({ name }) => name === process.argv[2]);
if (!benchmark) throw new Error(`There is no benchmark ${process.argv[2]}.`);
const figures = await benchmark.measure();
await new Promise((written) => process.stdout.write(JSON.stringify(figures), written));
process.exit();
