/** What is used of WebAssembly here: the types of Node's own do not have it, and those of browsers have far more than Node does. */
export interface WasmMemory {
  readonly buffer: ArrayBuffer
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
