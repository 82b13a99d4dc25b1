/**
 * Inverts a symmetric positive definite matrix in place by its Cholesky factor: A = L L^T, then L^-1, then A^-1 = L^-T L^-1. About
 * n^3 / 2 multiplications, all of them in dot products along rows. Throws `RangeError` where the matrix is not positive definite.
 */
export function invertInPlace(matrix: Float64Array, n: number, onRow: (done: number, of: number) => void): void {
  const steps = 3 * n
  factorise(matrix, n, (row) => onRow(row, steps))
  invertFactor(matrix, n, (row) => onRow(n + row, steps))
  multiplyByTranspose(matrix, n, (row) => onRow(2 * n + row, steps))
}

/** The lower triangle becomes L. */
function factorise(a: Float64Array, n: number, onRow: (row: number) => void): void {
  for (let i = 0; i < n; i++) {
    onRow(i)
    for (let j = 0; j < i; j++) {
      const at = i * n + j
      a[at] = ((a[at] ?? 0) - dot(a, i * n, j * n, j)) / (a[j * n + j] ?? 1)
    }
    const left = (a[i * n + i] ?? 0) - dot(a, i * n, i * n, i)
    if (!(left > 0)) throw new RangeError(`not positive definite at row ${i}`)
    a[i * n + i] = Math.sqrt(left)
  }
}

/** The upper triangle becomes (L^-1)^T, so that its rows are the columns of L^-1; the diagonal becomes that of L^-1. */
function invertFactor(a: Float64Array, n: number, onRow: (row: number) => void): void {
  for (let i = 0; i < n; i++) a[i * n + i] = 1 / (a[i * n + i] ?? 1)
  for (let j = 0; j < n; j++) {
    onRow(j)
    // Column j of L^-1 from the top down: x_i = -(L_i . x) / L_ii, with 1 / L_ii on the diagonal already.
    const column = j * n
    for (let i = j + 1; i < n; i++) {
      const sum = dotBetween(a, i * n, column, j, i)
      a[column + i] = -sum * (a[i * n + i] ?? 0)
    }
  }
}

/** A^-1_ij = sum over k >= max(i, j) of L^-1_ki L^-1_kj: rows i and j of the upper triangle. */
function multiplyByTranspose(a: Float64Array, n: number, onRow: (row: number) => void): void {
  for (let i = 0; i < n; i++) {
    onRow(i)
    for (let j = i; j < n; j++) a[j * n + i] = dotBetween(a, i * n, j * n, j, n)
  }
  for (let i = 0; i < n; i++) for (let j = i + 1; j < n; j++) a[i * n + j] = a[j * n + i] ?? 0
}

function dot(a: Float64Array, x: number, y: number, length: number): number {
  return dotBetween(a, x, y, 0, length)
}

/** Four sums at once: the processor need not wait for one addition before it begins the next. */
function dotBetween(a: Float64Array, x: number, y: number, from: number, to: number): number {
  let s0 = 0
  let s1 = 0
  let s2 = 0
  let s3 = 0
  let k = from
  for (; k + 3 < to; k += 4) {
    s0 += (a[x + k] ?? 0) * (a[y + k] ?? 0)
    s1 += (a[x + k + 1] ?? 0) * (a[y + k + 1] ?? 0)
    s2 += (a[x + k + 2] ?? 0) * (a[y + k + 2] ?? 0)
    s3 += (a[x + k + 3] ?? 0) * (a[y + k + 3] ?? 0)
  }
  for (; k < to; k++) s0 += (a[x + k] ?? 0) * (a[y + k] ?? 0)
  return s0 + s1 + s2 + s3
}
