/** The types of dependency cycles of a small history, found the plain way: by walking every simple cycle. */
import type { ClientOperation, RecordOperation, Send } from "../../../src/history/anomalies/client-operation.ts";
import { touchesRecords } from "../../../src/history/anomalies/recording.ts";
import { operationKinds } from "../../../src/history/operation-kinds.ts";

interface Node {
  readonly invoked: number;
  readonly completed: number;
  readonly operation: RecordOperation;
}

interface Edge {
  readonly from: number;
  readonly to: number;
  readonly kind: "ww" | "wr" | "realtime";
}

export function cyclesByEnumeration(operations: readonly ClientOperation[], wwDeps: boolean): readonly string[] {
  const nodes = nodesOf(operations);
  const edges = [...reads(nodes), ...(wwDeps ? overwrites(nodes) : []), ...realtime(nodes)];
  const found = new Set<string>();
  const walk = (start: number, at: number, path: readonly number[], kinds: ReadonlySet<string>): void => {
    for (const { from, to, kind } of edges) {
      if (from !== at) continue;
      const now = new Set([...kinds, kind]);
      if (to === start) found.add(typeOf(now));
      else if (to > start && !path.includes(to)) walk(start, to, [...path, to], now);
    }
  };
  for (let start = 0; start < nodes.length; start++) walk(start, start, [start], new Set());
  return ["G0", "G0-realtime", "G1c", "G1c-realtime"].filter((type) => found.has(type));
}

const typeOf = (kinds: ReadonlySet<string>): string =>
  `${kinds.has("wr") ? "G1c" : "G0"}${kinds.has("realtime") ? "-realtime" : ""}`;

function nodesOf(operations: readonly ClientOperation[]): readonly Node[] {
  return operations.flatMap((operation, completed) => {
    if (operation.type === "invoke" || !touchesRecords(operation, operationKinds[operation.f]!.roles)) return [];
    const invoked = operations.findIndex((other) => other.process === operation.process && other.type === "invoke");
    return [{ invoked, completed, operation }];
  });
}

const sendsOf = ({ operation }: Node): readonly Send[] =>
  operation.value.flatMap((micro) => (micro[0] === "send" ? [micro] : []));

function sentBy(node: Node): readonly { readonly id: string; readonly key: string; readonly offset: number | null }[] {
  return sendsOf(node).map(([, key, sent]) =>
    typeof sent === "object"
      ? { id: `${key}/${sent[1]}`, key: String(key), offset: sent[0] }
      : { id: `${key}/${sent}`, key: String(key), offset: null },
  );
}

const readBy = ({
  operation,
}: Node): readonly { readonly id: string; readonly key: string; readonly offset: number }[] =>
  operation.value.flatMap((micro) =>
    micro[0] === "poll"
      ? Object.entries(micro[1] ?? {}).flatMap(([key, records]) =>
          records.map(([offset, value]) => ({ id: `${key}/${value}`, key, offset })),
        )
      : [],
  );

const writerOf = (nodes: readonly Node[], id: string): number =>
  nodes.findIndex((node) => sentBy(node).some((sent) => sent.id === id));

function reads(nodes: readonly Node[]): readonly Edge[] {
  return nodes.flatMap((node, to) =>
    readBy(node).flatMap(({ id }): readonly Edge[] => {
      const from = writerOf(nodes, id);
      return from < 0 || from === to || nodes[from]!.invoked > node.completed ? [] : [{ from, to, kind: "wr" }];
    }),
  );
}

function overwrites(nodes: readonly Node[]): readonly Edge[] {
  const okReads = new Set(
    nodes
      .filter((node) => node.operation.type === "ok")
      .flatMap(readBy)
      .map((read) => read.id),
  );
  const happened = (node: Node): boolean =>
    node.operation.type === "ok" || (node.operation.type === "info" && sentBy(node).some(({ id }) => okReads.has(id)));
  const seen = [...nodes.flatMap(readBy), ...nodes.filter(happened).flatMap(sentBy)];
  return ["x", "y"].flatMap((key) => {
    const log = new Map(
      seen.flatMap((one) => (one.key === key && one.offset !== null ? [[one.offset, one.id] as const] : [])),
    );
    const order = [...log].sort(([a], [b]) => a - b).map(([, id]) => writerOf(nodes, id));
    return order
      .slice(1)
      .flatMap((to, i): readonly Edge[] => (order[i] === to ? [] : [{ from: order[i]!, to, kind: "ww" }]));
  });
}

const realtime = (nodes: readonly Node[]): readonly Edge[] =>
  nodes.flatMap((a, from) =>
    nodes.flatMap((b, to): readonly Edge[] =>
      a.operation.type === "ok" && a.completed < b.invoked ? [{ from, to, kind: "realtime" }] : [],
    ),
  );
