/**
 * Deliveries a second with 16 at once, of this project's handler and with every write recorded,
 * beside the floor; and the processor time of a delivery, while the audit log is small and when it
 * is long. All take turns, so that each runs under the same conditions.
 *
 *   node tests/bench/receiving.bench.ts [deliveries a turn]
 */
import { Receivers, type Receiver } from './receivers.ts';
import { median, report } from './report.ts';

const A_TURN = Number(process.argv[2] ?? 300);
const WARM_UP = 3 * A_TURN;
const TURNS = 5;
const SIZES = [1_000, 50_000, 200_000] as const;

await Receivers.during(async (receivers) => {
  const floor = await receivers.floor();
  const small = await receivers.deployment(SIZES[0]);
  const middle = await receivers.deployment(SIZES[1]);
  const large = await receivers.deployment(SIZES[2]);
  const all: Receiver[] = [floor, small, middle, large];
  // Until it is compiled.
  for (const each of all) await receivers.send(each, WARM_UP);

  const sent = new Map(
    all.map((each) => [each, [] as Awaited<ReturnType<typeof receivers.send>>[]]),
  );
  for (let turn = 0; turn < TURNS; turn++) {
    for (const each of all) sent.get(each)!.push(await receivers.send(each, A_TURN));
  }
  const rate = (of: Receiver) => median(sent.get(of)!.map(({ aSecond }) => aSecond));
  const cost = (of: Receiver) => median(sent.get(of)!.map(({ processorMs }) => processorMs));

  report({
    name: `deliveries a second at ${SIZES[1]} rows`,
    here: rate(middle).toFixed(0),
    beside: `${rate(floor).toFixed(0)} (floor)`,
    ratio: rate(middle) / rate(floor),
    goal: { atLeast: 0.4 },
  });
  report({
    name: `processor time of a delivery at ${SIZES[2]} rows`,
    here: `${cost(large).toFixed(2)} ms`,
    beside: `${cost(small).toFixed(2)} ms (at ${SIZES[0]} rows)`,
    ratio: cost(large) / cost(small),
    goal: { atMost: 1.1 },
  });
});
