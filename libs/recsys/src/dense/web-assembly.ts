/** What is used of WebAssembly here: the types of Node's own do not have it, and those of browsers have far more than Node does. */
export interface WasmMemory {
  /** Another one after `grow`; arrays over the one before have no length any more. */
  readonly buffer: ArrayBuffer
  /** By so many pages of 64 KiB. Throws a RangeError where there is no more room. */
  grow(pages: number): void
}

interface WasmPort {
  readonly Memory: new (size: { readonly initial: number }) => WasmMemory
  readonly Module: new (bytes: Uint8Array) => object
  readonly Instance: new (
    module: object,
    imports: Readonly<Record<string, Readonly<Record<string, WasmMemory>>>>,
  ) => { readonly exports: Readonly<Record<string, unknown>> }
}

declare const WebAssembly: WasmPort

export const wasm: WasmPort = WebAssembly

export type Runs<Name extends string> = Readonly<Record<Name, (...values: readonly number[]) => number>>

/** Makes what a module of ours exports, for a memory; the module is compiled when it is first asked for. `base64`: as in `gen`. */
export function createInstances<Name extends string>(base64: string): (memory: WasmMemory) => Runs<Name> {
  let compiled: object | null = null
  return (memory) => {
    compiled ??= new wasm.Module(Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)))
    return new wasm.Instance(compiled, { env: { memory } }).exports as Runs<Name>
  }
}
