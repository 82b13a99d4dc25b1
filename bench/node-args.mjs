/** Flags of Node for the process of the product that is measured: UPNEXT_BENCH_NODE_ARGS, separated by spaces. */
export function nodeArgs() {
  return process.env.UPNEXT_BENCH_NODE_ARGS?.split(' ') ?? []
}
