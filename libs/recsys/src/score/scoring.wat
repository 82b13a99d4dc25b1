;; The loops of scoring. What each function does, and with what, is said where it is called: scoring-kernels.ts.
;; Places are bytes. Nothing is allocated here, and nothing checked. What rows, entries, visits and sums are: scratch.ts.
(module
  (import "env" "memory" (memory 0))

  ;; Adds rows, of sums that stand in one pair, or in two. No branch depends on whether a title is new to the pass: the processor would guess
  ;; it wrong every third time. So each entry writes a visit where the next new one will stand, and what a new visit's sums held is masked.
  (func (export "addRows")
    (param $row i32) (param $end i32) (param $apart i32) (param $pairs i32) (param $visitOf i32) (param $base i32)
    (param $start i32) (param $visits i32) (param $sums i32) (result i32)
    (local $next i32) (local $entry i32) (local $last i32) (local $title i32) (local $slot i32) (local $visit i32)
    (local $new i32) (local $cell i32) (local $score v128) (local $kept v128) (local $first v128) (local $second v128)
    (local.set $next (local.get $start))
    (block $done
      (loop $rows
        (br_if $done (i32.ge_u (local.get $row) (local.get $end)))
        (local.set $entry (i32.load (local.get $row)))
        (local.set $last (i32.load offset=4 (local.get $row)))
        (local.set $first (v128.load offset=16 (local.get $row)))
        (local.set $second (v128.load offset=32 (local.get $row)))
        (local.set $row (i32.add (local.get $row) (i32.const 48)))
        (block $added
          (loop $entries
            (br_if $added (i32.ge_u (local.get $entry) (local.get $last)))
            (local.set $title (i32.load (local.get $entry)))
            (local.set $slot (i32.add (local.get $visitOf) (i32.shl (local.get $title) (i32.const 2))))
            (local.set $visit (i32.sub (i32.load (local.get $slot)) (local.get $base)))
            (local.set $new (i32.lt_s (local.get $visit) (local.get $start)))
            (local.set $cell (i32.add (local.get $visits) (i32.shl (local.get $next) (i32.const 3))))
            (i32.store (local.get $cell) (local.get $title))
            (i32.store offset=4 (local.get $cell) (local.get $visit))
            (local.set $visit (select (local.get $next) (local.get $visit) (local.get $new)))
            (i32.store (local.get $slot) (i32.add (local.get $visit) (local.get $base)))
            (local.set $score (f64x2.splat (f64.promote_f32 (f32.load (i32.add (local.get $entry) (local.get $apart))))))
            (local.set $kept (i32x4.splat (i32.sub (local.get $new) (i32.const 1))))
            (local.set $next (i32.add (local.get $next) (local.get $new)))
            (local.set $entry (i32.add (local.get $entry) (i32.const 4)))
            (if (i32.eq (local.get $pairs) (i32.const 1))
              (then
                (local.set $cell (i32.add (local.get $sums) (i32.shl (local.get $visit) (i32.const 4))))
                (v128.store (local.get $cell)
                  (f64x2.add
                    (v128.and (v128.load (local.get $cell)) (local.get $kept))
                    (f64x2.mul (local.get $score) (local.get $first)))))
              (else
                (local.set $cell (i32.add (local.get $sums) (i32.shl (local.get $visit) (i32.const 5))))
                (v128.store (local.get $cell)
                  (f64x2.add
                    (v128.and (v128.load (local.get $cell)) (local.get $kept))
                    (f64x2.mul (local.get $score) (local.get $first))))
                (v128.store offset=16 (local.get $cell)
                  (f64x2.add
                    (v128.and (v128.load offset=16 (local.get $cell)) (local.get $kept))
                    (f64x2.mul (local.get $score) (local.get $second))))))
            (br $entries)))
        (br $rows)))
    (local.get $next))

  ;; Visits from $visit on whose sums are at least $least, until there are $room: they go to $found, their sums to $values. $count: how many.
  (func (export "findVisits")
    (param $visit i32) (param $end i32) (param $cell i32) (param $width i32) (param $least f64) (param $room i32)
    (param $found i32) (param $values i32) (param $count i32) (result i32)
    (local $sum f64) (local $size i32)
    (local.set $cell (i32.add (local.get $cell) (i32.mul (local.get $visit) (local.get $width))))
    (block $done
      (loop $next
        (br_if $done (i32.ge_s (local.get $visit) (local.get $end)))
        (br_if $done (i32.ge_s (local.get $size) (local.get $room)))
        (local.set $sum (f64.load (local.get $cell)))
        (if (f64.ge (local.get $sum) (local.get $least))
          (then
            (i32.store (i32.add (local.get $found) (i32.shl (local.get $size) (i32.const 2))) (local.get $visit))
            (f64.store (i32.add (local.get $values) (i32.shl (local.get $size) (i32.const 3))) (local.get $sum))
            (local.set $size (i32.add (local.get $size) (i32.const 1)))))
        (local.set $visit (i32.add (local.get $visit) (i32.const 1)))
        (local.set $cell (i32.add (local.get $cell) (local.get $width)))
        (br $next)))
    (i32.store (local.get $count) (local.get $size))
    (local.get $visit))

  ;; Makes candidates of the titles of some visits whose sums are at least $least, and which are none yet. Answers how many there are then.
  (func (export "addCandidates")
    (param $found i32) (param $end i32) (param $cell i32) (param $width i32) (param $least f64) (param $visits i32)
    (param $visitOf i32) (param $base i32) (param $isCandidate i32) (param $candidates i32) (param $size i32) (result i32)
    (local $visit i32) (local $mark i32)
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $found) (local.get $end)))
        (local.set $visit (i32.load (local.get $found)))
        (local.set $found (i32.add (local.get $found) (i32.const 4)))
        (br_if $next
          (f64.lt
            (f64.load (i32.add (local.get $cell) (i32.mul (local.get $visit) (local.get $width))))
            (local.get $least)))
        (local.set $visit
          (i32.sub
            (i32.load
              (i32.add
                (local.get $visitOf)
                (i32.shl
                  (i32.load (i32.add (local.get $visits) (i32.shl (local.get $visit) (i32.const 3))))
                  (i32.const 2))))
            (local.get $base)))
        (local.set $mark (i32.add (local.get $isCandidate) (local.get $visit)))
        (br_if $next (i32.load8_u (local.get $mark)))
        (i32.store8 (local.get $mark) (i32.const 1))
        (i32.store (i32.add (local.get $candidates) (i32.shl (local.get $size) (i32.const 2))) (local.get $visit))
        (local.set $size (i32.add (local.get $size) (i32.const 1)))
        (br $next)))
    (local.get $size))

  ;; The sums of some titles times the channels' scales, at least -1 each; 0 where a pass has not come to a title. $width: of one's shares.
  (func (export "readShares")
    (param $newest i32) (param $end i32) (param $passes i32) (param $passEnd i32) (param $visits i32) (param $scales i32)
    (param $shares i32) (param $width i32)
    (local $visit i32) (local $pass i32) (local $cell i32) (local $slot i32) (local $to i32) (local $floor v128)
    (local.set $floor (f64x2.splat (f64.const -1)))
    (memory.fill (local.get $shares) (i32.const 0)
      (i32.mul (local.get $width) (i32.shr_u (i32.sub (local.get $end) (local.get $newest)) (i32.const 2))))
    (block $done
      (loop $titles
        (br_if $done (i32.ge_u (local.get $newest) (local.get $end)))
        (local.set $visit (i32.load (local.get $newest)))
        (local.set $pass (local.get $passEnd))
        (block $read
          (loop $back
            (br_if $read (i32.le_u (local.get $pass) (local.get $passes)))
            (br_if $read (i32.le_s (local.get $visit) (i32.const 0)))
            (local.set $pass (i32.sub (local.get $pass) (i32.const 16)))
            (br_if $back (i32.lt_s (local.get $visit) (i32.load (local.get $pass))))
            (local.set $cell
              (i32.add
                (i32.load offset=4 (local.get $pass))
                (i32.shl (local.get $visit) (i32.add (i32.load offset=8 (local.get $pass)) (i32.const 3)))))
            (local.set $slot (i32.load offset=12 (local.get $pass)))
            (local.set $to (i32.add (local.get $shares) (local.get $slot)))
            (local.set $slot (i32.add (local.get $scales) (local.get $slot)))
            (v128.store (local.get $to)
              (f64x2.pmax
                (f64x2.mul (v128.load (local.get $cell)) (v128.load (local.get $slot)))
                (local.get $floor)))
            (if (i32.eq (i32.load offset=8 (local.get $pass)) (i32.const 2))
              (then
                (v128.store offset=16 (local.get $to)
                  (f64x2.pmax
                    (f64x2.mul (v128.load offset=16 (local.get $cell)) (v128.load offset=16 (local.get $slot)))
                    (local.get $floor)))))
            (local.set $visit
              (i32.load offset=4 (i32.add (local.get $visits) (i32.shl (local.get $visit) (i32.const 3)))))
            (br $back)))
        (local.set $newest (i32.add (local.get $newest) (i32.const 4)))
        (local.set $shares (i32.add (local.get $shares) (local.get $width)))
        (br $titles)))
  )

  ;; known + sum over channels of a_c v + b_c log(1 + 100 max(v, 0)), the logarithms read from a table of 1,024 steps and linear between
  ;; them; $none where no share is above 0, or where the sum is not above $least. Two channels at a time: two neighbours of the table are one load.
  (func (export "addShares")
    (param $share i32) (param $end i32) (param $width i32) (param $linear i32) (param $logarithmic i32) (param $table i32)
    (param $known i32) (param $scores i32) (param $least f64) (param $none f64)
    (local $apart i32) (local $channels i32) (local $last i32) (local $v v128) (local $step v128) (local $whole v128)
    (local $left v128) (local $right v128) (local $low v128) (local $sum v128) (local $isSupported v128) (local $score f64)
    (local.set $channels (local.get $linear))
    (block $done
      (loop $titles
        (br_if $done (i32.ge_u (local.get $share) (local.get $end)))
        (local.set $last (i32.add (local.get $share) (local.get $width)))
        (local.set $sum (f64x2.splat (f64.const 0)))
        (local.set $isSupported (f64x2.splat (f64.const 0)))
        (local.set $linear (local.get $channels))
        (local.set $apart (i32.sub (local.get $logarithmic) (local.get $linear)))
        (loop $pairs
          (local.set $v (v128.load (local.get $share)))
          (local.set $isSupported
            (v128.or (local.get $isSupported) (f64x2.gt (local.get $v) (f64x2.splat (f64.const 0)))))
          (local.set $step
            (f64x2.mul
              (f64x2.pmin
                (f64x2.pmax (local.get $v) (f64x2.splat (f64.const 0)))
                (f64x2.splat (f64.const 1)))
              (f64x2.splat (f64.const 1024))))
          (local.set $whole (i32x4.trunc_sat_f64x2_s_zero (local.get $step)))
          (local.set $left
            (v128.load
              (i32.add (local.get $table) (i32.shl (i32x4.extract_lane 0 (local.get $whole)) (i32.const 3)))))
          (local.set $right
            (v128.load
              (i32.add (local.get $table) (i32.shl (i32x4.extract_lane 1 (local.get $whole)) (i32.const 3)))))
          (local.set $low
            (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (local.get $left) (local.get $right)))
          (local.set $sum
            (f64x2.add
              (local.get $sum)
              (f64x2.add
                (f64x2.mul (v128.load (local.get $linear)) (local.get $v))
                (f64x2.mul
                  (v128.load (i32.add (local.get $linear) (local.get $apart)))
                  (f64x2.add
                    (local.get $low)
                    (f64x2.mul
                      (f64x2.sub
                        (i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31
                          (local.get $left) (local.get $right))
                        (local.get $low))
                      (f64x2.sub (local.get $step) (f64x2.convert_low_i32x4_s (local.get $whole)))))))))
          (local.set $linear (i32.add (local.get $linear) (i32.const 16)))
          (local.set $share (i32.add (local.get $share) (i32.const 16)))
          (br_if $pairs (i32.lt_u (local.get $share) (local.get $last))))
        (local.set $score
          (f64.add
            (f64.load (local.get $known))
            (f64.add (f64x2.extract_lane 0 (local.get $sum)) (f64x2.extract_lane 1 (local.get $sum)))))
        (f64.store (local.get $scores)
          (select
            (local.get $score)
            (local.get $none)
            (i32.and (v128.any_true (local.get $isSupported)) (f64.gt (local.get $score) (local.get $least)))))
        (local.set $known (i32.add (local.get $known) (i32.const 8)))
        (local.set $scores (i32.add (local.get $scores) (i32.const 8)))
        (br $titles)))
  )

  ;; Notes the entries of some titles: of an entry its row, its score, and the one before of the same title. Answers how many are noted then.
  (func (export "noteEntries")
    (param $row i32) (param $end i32) (param $apart i32) (param $placeOf i32) (param $known i32) (param $lastOf i32)
    (param $rows i32) (param $scores i32) (param $earlier i32) (param $size i32) (result i32)
    (local $number i32) (local $entry i32) (local $last i32) (local $place i32) (local $at i32)
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $row) (local.get $end)))
        (local.set $entry (i32.load (local.get $row)))
        (local.set $last (i32.load offset=4 (local.get $row)))
        (block $noted
          (loop $entries
            (br_if $noted (i32.ge_u (local.get $entry) (local.get $last)))
            (local.set $place
              (i32.load (i32.add (local.get $placeOf) (i32.shl (i32.load (local.get $entry)) (i32.const 2)))))
            (if (i32.gt_u (local.get $place) (local.get $known))
              (then
                (local.set $at (i32.shl (local.get $size) (i32.const 2)))
                (local.set $size (i32.add (local.get $size) (i32.const 1)))
                (i32.store (i32.add (local.get $rows) (local.get $at)) (local.get $number))
                (f32.store
                  (i32.add (local.get $scores) (local.get $at))
                  (f32.load (i32.add (local.get $entry) (local.get $apart))))
                (local.set $place (i32.add (local.get $lastOf) (i32.shl (local.get $place) (i32.const 2))))
                (i32.store (i32.add (local.get $earlier) (local.get $at)) (i32.load (local.get $place)))
                (i32.store (local.get $place) (local.get $size))))
            (local.set $entry (i32.add (local.get $entry) (i32.const 4)))
            (br $entries)))
        (local.set $row (i32.add (local.get $row) (i32.const 48)))
        (local.set $number (i32.add (local.get $number) (i32.const 1)))
        (br $next)))
    (local.get $size))
)
