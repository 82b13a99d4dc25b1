;; Dense arithmetic by vector instructions. What each function does, and with what, is said where it is called: kernels.ts.
;; Places are bytes; rows of vectors are `stride` bytes long, a multiple of 32. Nothing is allocated here, and nothing checked.
(module
  (import "env" "memory" (memory 0))

  ;; ---- sums of products of doubles ----

  (func $dot (param $p i32) (param $q i32) (param $count i32) (result f64)
    (local $end i32) (local $sum v128) (local $last f64)
    (local.set $end (i32.add (local.get $p) (i32.shl (i32.and (local.get $count) (i32.const -2)) (i32.const 3))))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $p) (local.get $end)))
        (local.set $sum (f64x2.add (local.get $sum) (f64x2.mul (v128.load (local.get $p)) (v128.load (local.get $q)))))
        (local.set $p (i32.add (local.get $p) (i32.const 16)))
        (local.set $q (i32.add (local.get $q) (i32.const 16)))
        (br $next)))
    (if (i32.and (local.get $count) (i32.const 1))
      (then (local.set $last (f64.mul (f64.load (local.get $p)) (f64.load (local.get $q))))))
    (f64.add (call $across (local.get $sum)) (local.get $last)))

  (func $across (param $pair v128) (result f64)
    (f64.add (f64x2.extract_lane 0 (local.get $pair)) (f64x2.extract_lane 1 (local.get $pair))))

  ;; ---- Cholesky ----

  ;; Four rows from $row on, two columns from $column on, which is even: L[r][c] = (A[r][c] - sum over k < c of L[r][k] L[c][k]) / L[c][c].
  (func $tile (param $a i32) (param $stride i32) (param $row i32) (param $column i32)
    (local $r0 i32) (local $r1 i32) (local $r2 i32) (local $r3 i32) (local $c0 i32) (local $c1 i32)
    (local $k i32) (local $end i32) (local $left v128) (local $right v128) (local $value v128)
    (local $s00 v128) (local $s01 v128) (local $s10 v128) (local $s11 v128)
    (local $s20 v128) (local $s21 v128) (local $s30 v128) (local $s31 v128)
    (local.set $r0 (i32.add (local.get $a) (i32.mul (local.get $row) (local.get $stride))))
    (local.set $r1 (i32.add (local.get $r0) (local.get $stride)))
    (local.set $r2 (i32.add (local.get $r1) (local.get $stride)))
    (local.set $r3 (i32.add (local.get $r2) (local.get $stride)))
    (local.set $c0 (i32.add (local.get $a) (i32.mul (local.get $column) (local.get $stride))))
    (local.set $c1 (i32.add (local.get $c0) (local.get $stride)))
    (local.set $end (i32.shl (local.get $column) (i32.const 3)))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $k) (local.get $end)))
        (local.set $left (v128.load (i32.add (local.get $c0) (local.get $k))))
        (local.set $right (v128.load (i32.add (local.get $c1) (local.get $k))))
        (local.set $value (v128.load (i32.add (local.get $r0) (local.get $k))))
        (local.set $s00 (f64x2.add (local.get $s00) (f64x2.mul (local.get $value) (local.get $left))))
        (local.set $s01 (f64x2.add (local.get $s01) (f64x2.mul (local.get $value) (local.get $right))))
        (local.set $value (v128.load (i32.add (local.get $r1) (local.get $k))))
        (local.set $s10 (f64x2.add (local.get $s10) (f64x2.mul (local.get $value) (local.get $left))))
        (local.set $s11 (f64x2.add (local.get $s11) (f64x2.mul (local.get $value) (local.get $right))))
        (local.set $value (v128.load (i32.add (local.get $r2) (local.get $k))))
        (local.set $s20 (f64x2.add (local.get $s20) (f64x2.mul (local.get $value) (local.get $left))))
        (local.set $s21 (f64x2.add (local.get $s21) (f64x2.mul (local.get $value) (local.get $right))))
        (local.set $value (v128.load (i32.add (local.get $r3) (local.get $k))))
        (local.set $s30 (f64x2.add (local.get $s30) (f64x2.mul (local.get $value) (local.get $left))))
        (local.set $s31 (f64x2.add (local.get $s31) (f64x2.mul (local.get $value) (local.get $right))))
        (local.set $k (i32.add (local.get $k) (i32.const 16)))
        (br $next)))
    (local.set $c0 (i32.add (local.get $c0) (local.get $end)))
    (local.set $c1 (i32.add (local.get $c1) (local.get $end)))
    (call $settle (i32.add (local.get $r0) (local.get $end)) (local.get $c0) (local.get $c1) (local.get $s00) (local.get $s01))
    (call $settle (i32.add (local.get $r1) (local.get $end)) (local.get $c0) (local.get $c1) (local.get $s10) (local.get $s11))
    (call $settle (i32.add (local.get $r2) (local.get $end)) (local.get $c0) (local.get $c1) (local.get $s20) (local.get $s21))
    (call $settle (i32.add (local.get $r3) (local.get $end)) (local.get $c0) (local.get $c1) (local.get $s30) (local.get $s31)))

  ;; Two entries of a row, of whose sums these are the halves. $c0 and $c1: where the two columns' own rows have the first of them.
  (func $settle (param $at i32) (param $c0 i32) (param $c1 i32) (param $sum0 v128) (param $sum1 v128)
    (local $first f64)
    (local.set $first
      (f64.div (f64.sub (f64.load (local.get $at)) (call $across (local.get $sum0))) (f64.load (local.get $c0))))
    (f64.store (local.get $at) (local.get $first))
    (f64.store offset=8 (local.get $at)
      (f64.div
        (f64.sub
          (f64.sub (f64.load offset=8 (local.get $at)) (call $across (local.get $sum1)))
          (f64.mul (local.get $first) (f64.load (local.get $c1))))
        (f64.load offset=8 (local.get $c1)))))

  ;; The columns from $done on, the pivot and the right side of a row.
  (func $finish (param $a i32) (param $b i32) (param $stride i32) (param $row i32) (param $done i32) (param $smallest f64)
    (local $start i32) (local $other i32) (local $at i32) (local $root f64)
    (local.set $start (i32.add (local.get $a) (i32.mul (local.get $row) (local.get $stride))))
    (block $columns
      (loop $next
        (br_if $columns (i32.ge_u (local.get $done) (local.get $row)))
        (local.set $other (i32.add (local.get $a) (i32.mul (local.get $done) (local.get $stride))))
        (local.set $at (i32.shl (local.get $done) (i32.const 3)))
        (f64.store (i32.add (local.get $start) (local.get $at))
          (f64.div
            (f64.sub
              (f64.load (i32.add (local.get $start) (local.get $at)))
              (call $dot (local.get $start) (local.get $other) (local.get $done)))
            (f64.load (i32.add (local.get $other) (local.get $at)))))
        (local.set $done (i32.add (local.get $done) (i32.const 1)))
        (br $next)))
    (local.set $at (i32.shl (local.get $row) (i32.const 3)))
    (local.set $root
      (f64.sqrt
        (f64.max
          (local.get $smallest)
          (f64.sub
            (f64.load (i32.add (local.get $start) (local.get $at)))
            (call $dot (local.get $start) (local.get $start) (local.get $row))))))
    (f64.store (i32.add (local.get $start) (local.get $at)) (local.get $root))
    (local.set $at (i32.add (local.get $b) (local.get $at)))
    (f64.store (local.get $at)
      (f64.div
        (f64.sub (f64.load (local.get $at)) (call $dot (local.get $start) (local.get $b) (local.get $row)))
        (local.get $root))))

  ;; q -= factor * p
  (func $subtract (param $p i32) (param $q i32) (param $count i32) (param $factor f64)
    (local $end i32) (local $factors v128)
    (local.set $factors (f64x2.splat (local.get $factor)))
    (local.set $end (i32.add (local.get $p) (i32.shl (i32.and (local.get $count) (i32.const -2)) (i32.const 3))))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $p) (local.get $end)))
        (v128.store (local.get $q)
          (f64x2.sub (v128.load (local.get $q)) (f64x2.mul (v128.load (local.get $p)) (local.get $factors))))
        (local.set $p (i32.add (local.get $p) (i32.const 16)))
        (local.set $q (i32.add (local.get $q) (i32.const 16)))
        (br $next)))
    (if (i32.and (local.get $count) (i32.const 1))
      (then
        (f64.store (local.get $q)
          (f64.sub (f64.load (local.get $q)) (f64.mul (f64.load (local.get $p)) (local.get $factor)))))))

  (func (export "solveCholesky") (param $a i32) (param $b i32) (param $n i32) (param $stride i32) (param $smallest f64)
    (local $row i32) (local $column i32) (local $end i32) (local $start i32) (local $value f64)
    (block $blocks
      (loop $block
        (br_if $blocks (i32.ge_u (local.get $row) (local.get $n)))
        (local.set $column (i32.const 0))
        (local.set $end (i32.add (local.get $row) (i32.const 4)))
        (if (i32.le_u (local.get $end) (local.get $n))
          (then
            (block $columns
              (loop $pair
                (br_if $columns (i32.ge_u (local.get $column) (local.get $row)))
                (call $tile (local.get $a) (local.get $stride) (local.get $row) (local.get $column))
                (local.set $column (i32.add (local.get $column) (i32.const 2)))
                (br $pair))))
          (else (local.set $end (local.get $n))))
        (loop $rows
          (call $finish
            (local.get $a) (local.get $b) (local.get $stride) (local.get $row) (local.get $column) (local.get $smallest))
          (local.set $row (i32.add (local.get $row) (i32.const 1)))
          (br_if $rows (i32.lt_u (local.get $row) (local.get $end))))
        (br $block)))
    (block $solved
      (loop $back
        (br_if $solved (i32.eqz (local.get $row)))
        (local.set $row (i32.sub (local.get $row) (i32.const 1)))
        (local.set $start (i32.add (local.get $a) (i32.mul (local.get $row) (local.get $stride))))
        (local.set $end (i32.shl (local.get $row) (i32.const 3)))
        (local.set $value
          (f64.div
            (f64.load (i32.add (local.get $b) (local.get $end)))
            (f64.load (i32.add (local.get $start) (local.get $end)))))
        (f64.store (i32.add (local.get $b) (local.get $end)) (local.get $value))
        (call $subtract (local.get $start) (local.get $b) (local.get $row) (local.get $value))
        (br $back))))

  ;; ---- rows of vectors ----

  (func $place (param $vectors i32) (param $stride i32) (param $row i32) (result i32)
    (i32.add (local.get $vectors) (i32.mul (i32.load (local.get $row)) (local.get $stride))))

  ;; The sums of four vectors' values, as one vector.
  (func $sums (param $a v128) (param $b v128) (param $c v128) (param $d v128) (result v128)
    (local $ab v128) (local $cd v128)
    (local.set $ab
      (f32x4.add
        (i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23 (local.get $a) (local.get $b))
        (i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31 (local.get $a) (local.get $b))))
    (local.set $cd
      (f32x4.add
        (i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23 (local.get $c) (local.get $d))
        (i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31 (local.get $c) (local.get $d))))
    (f32x4.add
      (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (local.get $ab) (local.get $cd))
      (i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31 (local.get $ab) (local.get $cd))))

  (func (export "dots")
    (param $vectors i32) (param $stride i32) (param $of i32) (param $rows i32) (param $count i32) (param $into i32)
    (local $p0 i32) (local $p1 i32) (local $p2 i32) (local $p3 i32) (local $q i32) (local $first i32) (local $end i32) (local $value v128)
    (local $s0 v128) (local $s1 v128) (local $s2 v128) (local $s3 v128)
    (local.set $first (i32.add (local.get $vectors) (i32.mul (local.get $of) (local.get $stride))))
    (local.set $end (i32.add (local.get $first) (local.get $stride)))
    (block $done
      (loop $four
        (br_if $done (i32.le_s (local.get $count) (i32.const 0)))
        (local.set $p0 (call $place (local.get $vectors) (local.get $stride) (local.get $rows)))
        (local.set $p1 (call $place (local.get $vectors) (local.get $stride) (i32.add (local.get $rows) (i32.const 4))))
        (local.set $p2 (call $place (local.get $vectors) (local.get $stride) (i32.add (local.get $rows) (i32.const 8))))
        (local.set $p3 (call $place (local.get $vectors) (local.get $stride) (i32.add (local.get $rows) (i32.const 12))))
        (local.set $s0 (v128.const i32x4 0 0 0 0))
        (local.set $s1 (v128.const i32x4 0 0 0 0))
        (local.set $s2 (v128.const i32x4 0 0 0 0))
        (local.set $s3 (v128.const i32x4 0 0 0 0))
        (local.set $q (local.get $first))
        (loop $next
          (local.set $value (v128.load (local.get $q)))
          (local.set $s0 (f32x4.add (local.get $s0) (f32x4.mul (local.get $value) (v128.load (local.get $p0)))))
          (local.set $s1 (f32x4.add (local.get $s1) (f32x4.mul (local.get $value) (v128.load (local.get $p1)))))
          (local.set $s2 (f32x4.add (local.get $s2) (f32x4.mul (local.get $value) (v128.load (local.get $p2)))))
          (local.set $s3 (f32x4.add (local.get $s3) (f32x4.mul (local.get $value) (v128.load (local.get $p3)))))
          (local.set $value (v128.load offset=16 (local.get $q)))
          (local.set $s0 (f32x4.add (local.get $s0) (f32x4.mul (local.get $value) (v128.load offset=16 (local.get $p0)))))
          (local.set $s1 (f32x4.add (local.get $s1) (f32x4.mul (local.get $value) (v128.load offset=16 (local.get $p1)))))
          (local.set $s2 (f32x4.add (local.get $s2) (f32x4.mul (local.get $value) (v128.load offset=16 (local.get $p2)))))
          (local.set $s3 (f32x4.add (local.get $s3) (f32x4.mul (local.get $value) (v128.load offset=16 (local.get $p3)))))
          (local.set $p0 (i32.add (local.get $p0) (i32.const 32)))
          (local.set $p1 (i32.add (local.get $p1) (i32.const 32)))
          (local.set $p2 (i32.add (local.get $p2) (i32.const 32)))
          (local.set $p3 (i32.add (local.get $p3) (i32.const 32)))
          (local.set $q (i32.add (local.get $q) (i32.const 32)))
          (br_if $next (i32.lt_u (local.get $q) (local.get $end))))
        (v128.store (local.get $into) (call $sums (local.get $s0) (local.get $s1) (local.get $s2) (local.get $s3)))
        (local.set $rows (i32.add (local.get $rows) (i32.const 16)))
        (local.set $into (i32.add (local.get $into) (i32.const 16)))
        (local.set $count (i32.sub (local.get $count) (i32.const 4)))
        (br $four))))

  ;; to += weight * from, a whole row
  (func $addRow (param $from i32) (param $to i32) (param $stride i32) (param $weight f32)
    (local $weights v128) (local $end i32)
    (local.set $weights (f32x4.splat (local.get $weight)))
    (local.set $end (i32.add (local.get $from) (local.get $stride)))
    (loop $next
      (v128.store (local.get $to)
        (f32x4.add (v128.load (local.get $to)) (f32x4.mul (local.get $weights) (v128.load (local.get $from)))))
      (v128.store offset=16 (local.get $to)
        (f32x4.add
          (v128.load offset=16 (local.get $to))
          (f32x4.mul (local.get $weights) (v128.load offset=16 (local.get $from)))))
      (local.set $from (i32.add (local.get $from) (i32.const 32)))
      (local.set $to (i32.add (local.get $to) (i32.const 32)))
      (br_if $next (i32.lt_u (local.get $from) (local.get $end)))))

  (func (export "gather")
    (param $vectors i32) (param $stride i32) (param $rows i32) (param $weights i32) (param $count i32) (param $sum i32)
    (block $done
      (loop $next
        (br_if $done (i32.eqz (local.get $count)))
        (call $addRow
          (call $place (local.get $vectors) (local.get $stride) (local.get $rows))
          (local.get $sum) (local.get $stride) (f32.load (local.get $weights)))
        (local.set $rows (i32.add (local.get $rows) (i32.const 4)))
        (local.set $weights (i32.add (local.get $weights) (i32.const 4)))
        (local.set $count (i32.sub (local.get $count) (i32.const 1)))
        (br $next))))

  (func (export "scatter")
    (param $vectors i32) (param $stride i32) (param $rows i32) (param $weights i32) (param $count i32) (param $sum i32)
    (block $done
      (loop $next
        (br_if $done (i32.eqz (local.get $count)))
        (call $addRow
          (local.get $sum)
          (call $place (local.get $vectors) (local.get $stride) (local.get $rows))
          (local.get $stride) (f32.load (local.get $weights)))
        (local.set $rows (i32.add (local.get $rows) (i32.const 4)))
        (local.set $weights (i32.add (local.get $weights) (i32.const 4)))
        (local.set $count (i32.sub (local.get $count) (i32.const 1)))
        (br $next))))

  ;; Adds a part of two lines of the sums to what is there.
  (func $addPart (param $at i32) (param $low v128) (param $high v128)
    (v128.store (local.get $at) (f64x2.add (v128.load (local.get $at)) (local.get $low)))
    (v128.store offset=16 (local.get $at) (f64x2.add (v128.load offset=16 (local.get $at)) (local.get $high))))

  ;; Four columns from $k on against four from $m on, over all rows.
  (func $gramTile
    (param $vectors i32) (param $stride i32) (param $rows i32) (param $count i32) (param $k i32) (param $m i32) (param $gram i32)
    (local $row i32) (local $end i32) (local $left v128) (local $right v128) (local $low v128) (local $high v128) (local $value v128)
    (local $s00 v128) (local $s01 v128) (local $s10 v128) (local $s11 v128)
    (local $s20 v128) (local $s21 v128) (local $s30 v128) (local $s31 v128)
    (local.set $end (i32.add (local.get $rows) (i32.shl (local.get $count) (i32.const 2))))
    (local.set $k (i32.shl (local.get $k) (i32.const 2)))
    (local.set $m (i32.shl (local.get $m) (i32.const 2)))
    (loop $next
      (local.set $row (call $place (local.get $vectors) (local.get $stride) (local.get $rows)))
      (local.set $left (v128.load (i32.add (local.get $row) (local.get $k))))
      (local.set $right (v128.load (i32.add (local.get $row) (local.get $m))))
      (local.set $low (f64x2.promote_low_f32x4 (local.get $right)))
      (local.set $high
        (f64x2.promote_low_f32x4
          (i8x16.shuffle 8 9 10 11 12 13 14 15 8 9 10 11 12 13 14 15 (local.get $right) (local.get $right))))
      (local.set $value (f64x2.splat (f64.promote_f32 (f32x4.extract_lane 0 (local.get $left)))))
      (local.set $s00 (f64x2.add (local.get $s00) (f64x2.mul (local.get $value) (local.get $low))))
      (local.set $s01 (f64x2.add (local.get $s01) (f64x2.mul (local.get $value) (local.get $high))))
      (local.set $value (f64x2.splat (f64.promote_f32 (f32x4.extract_lane 1 (local.get $left)))))
      (local.set $s10 (f64x2.add (local.get $s10) (f64x2.mul (local.get $value) (local.get $low))))
      (local.set $s11 (f64x2.add (local.get $s11) (f64x2.mul (local.get $value) (local.get $high))))
      (local.set $value (f64x2.splat (f64.promote_f32 (f32x4.extract_lane 2 (local.get $left)))))
      (local.set $s20 (f64x2.add (local.get $s20) (f64x2.mul (local.get $value) (local.get $low))))
      (local.set $s21 (f64x2.add (local.get $s21) (f64x2.mul (local.get $value) (local.get $high))))
      (local.set $value (f64x2.splat (f64.promote_f32 (f32x4.extract_lane 3 (local.get $left)))))
      (local.set $s30 (f64x2.add (local.get $s30) (f64x2.mul (local.get $value) (local.get $low))))
      (local.set $s31 (f64x2.add (local.get $s31) (f64x2.mul (local.get $value) (local.get $high))))
      (local.set $rows (i32.add (local.get $rows) (i32.const 4)))
      (br_if $next (i32.lt_u (local.get $rows) (local.get $end))))
    ;; A line of the sums has doubles: it is twice as long as a row.
    (local.set $stride (i32.shl (local.get $stride) (i32.const 1)))
    (local.set $gram
      (i32.add
        (i32.add (local.get $gram) (i32.mul (i32.shr_u (local.get $k) (i32.const 2)) (local.get $stride)))
        (i32.shl (local.get $m) (i32.const 1))))
    (call $addPart (local.get $gram) (local.get $s00) (local.get $s01))
    (local.set $gram (i32.add (local.get $gram) (local.get $stride)))
    (call $addPart (local.get $gram) (local.get $s10) (local.get $s11))
    (local.set $gram (i32.add (local.get $gram) (local.get $stride)))
    (call $addPart (local.get $gram) (local.get $s20) (local.get $s21))
    (local.set $gram (i32.add (local.get $gram) (local.get $stride)))
    (call $addPart (local.get $gram) (local.get $s30) (local.get $s31)))

  (func (export "addGram") (param $vectors i32) (param $stride i32) (param $rows i32) (param $count i32) (param $gram i32)
    (local $k i32) (local $m i32) (local $rank i32)
    (local.set $rank (i32.shr_u (local.get $stride) (i32.const 2)))
    (if (i32.eqz (local.get $count)) (then (return)))
    (loop $lines
      (local.set $m (i32.const 0))
      (loop $columns
        (call $gramTile
          (local.get $vectors) (local.get $stride) (local.get $rows) (local.get $count)
          (local.get $k) (local.get $m) (local.get $gram))
        (local.set $m (i32.add (local.get $m) (i32.const 4)))
        (br_if $columns (i32.le_u (local.get $m) (local.get $k))))
      (local.set $k (i32.add (local.get $k) (i32.const 4)))
      (br_if $lines (i32.lt_u (local.get $k) (local.get $rank)))))

  ;; Of four rows, eight values from byte $k on: each becomes the sum over m < $end of value m times line m of the matrix.
  (func $productTile
    (param $r0 i32) (param $r1 i32) (param $r2 i32) (param $r3 i32) (param $stride i32) (param $matrix i32) (param $k i32)
    (local $m i32) (local $end i32) (local $left v128) (local $right v128) (local $value v128)
    (local $s00 v128) (local $s01 v128) (local $s10 v128) (local $s11 v128)
    (local $s20 v128) (local $s21 v128) (local $s30 v128) (local $s31 v128)
    (local.set $end (i32.add (local.get $k) (i32.const 32)))
    (local.set $matrix (i32.add (local.get $matrix) (local.get $k)))
    (loop $next
      (local.set $left (v128.load (local.get $matrix)))
      (local.set $right (v128.load offset=16 (local.get $matrix)))
      (local.set $value (v128.load32_splat (i32.add (local.get $r0) (local.get $m))))
      (local.set $s00 (f32x4.add (local.get $s00) (f32x4.mul (local.get $value) (local.get $left))))
      (local.set $s01 (f32x4.add (local.get $s01) (f32x4.mul (local.get $value) (local.get $right))))
      (local.set $value (v128.load32_splat (i32.add (local.get $r1) (local.get $m))))
      (local.set $s10 (f32x4.add (local.get $s10) (f32x4.mul (local.get $value) (local.get $left))))
      (local.set $s11 (f32x4.add (local.get $s11) (f32x4.mul (local.get $value) (local.get $right))))
      (local.set $value (v128.load32_splat (i32.add (local.get $r2) (local.get $m))))
      (local.set $s20 (f32x4.add (local.get $s20) (f32x4.mul (local.get $value) (local.get $left))))
      (local.set $s21 (f32x4.add (local.get $s21) (f32x4.mul (local.get $value) (local.get $right))))
      (local.set $value (v128.load32_splat (i32.add (local.get $r3) (local.get $m))))
      (local.set $s30 (f32x4.add (local.get $s30) (f32x4.mul (local.get $value) (local.get $left))))
      (local.set $s31 (f32x4.add (local.get $s31) (f32x4.mul (local.get $value) (local.get $right))))
      (local.set $matrix (i32.add (local.get $matrix) (local.get $stride)))
      (local.set $m (i32.add (local.get $m) (i32.const 4)))
      (br_if $next (i32.lt_u (local.get $m) (local.get $end))))
    (v128.store (i32.add (local.get $r0) (local.get $k)) (local.get $s00))
    (v128.store offset=16 (i32.add (local.get $r0) (local.get $k)) (local.get $s01))
    (v128.store (i32.add (local.get $r1) (local.get $k)) (local.get $s10))
    (v128.store offset=16 (i32.add (local.get $r1) (local.get $k)) (local.get $s11))
    (v128.store (i32.add (local.get $r2) (local.get $k)) (local.get $s20))
    (v128.store offset=16 (i32.add (local.get $r2) (local.get $k)) (local.get $s21))
    (v128.store (i32.add (local.get $r3) (local.get $k)) (local.get $s30))
    (v128.store offset=16 (i32.add (local.get $r3) (local.get $k)) (local.get $s31)))

  ;; From the last values to the first, which later ones are made of.
  (func (export "timesUpper") (param $vectors i32) (param $stride i32) (param $rows i32) (param $count i32) (param $matrix i32)
    (local $k i32)
    (block $done
      (loop $four
        (br_if $done (i32.le_s (local.get $count) (i32.const 0)))
        (local.set $k (local.get $stride))
        (loop $next
          (local.set $k (i32.sub (local.get $k) (i32.const 32)))
          (call $productTile
            (call $place (local.get $vectors) (local.get $stride) (local.get $rows))
            (call $place (local.get $vectors) (local.get $stride) (i32.add (local.get $rows) (i32.const 4)))
            (call $place (local.get $vectors) (local.get $stride) (i32.add (local.get $rows) (i32.const 8)))
            (call $place (local.get $vectors) (local.get $stride) (i32.add (local.get $rows) (i32.const 12)))
            (local.get $stride) (local.get $matrix) (local.get $k))
          (br_if $next (local.get $k)))
        (local.set $rows (i32.add (local.get $rows) (i32.const 16)))
        (local.set $count (i32.sub (local.get $count) (i32.const 4)))
        (br $four))))
)
