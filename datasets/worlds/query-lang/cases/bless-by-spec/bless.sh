q() { python3 -B -m quern "$@" > /dev/null; }
# the new engine breaks a rule, whatever the case expects
q park cents N16; q park town-first N10; q park joined-label N10; q park padded functions; q park tabs-stay functions
# the old one differs in a way that no true entry covers
q park kinds-counted old; q park halves old
# the expectation is wrong, or there is none
q conform --bless desc-nulls remainder-right in-nothing and-null sum-of-none same-nulls int-quotient days-between floor-down middle-of-text join-by-age
# known differences of the old evaluator
old() { known=$1; shift; q conform --bless --engine old --known "$known" "$@"; }
old D1 unlike-bray both-unknown join-by-age
old D2 not-in-null
old D3 sum-of-none weights
old D4 ascending
old D5 town-signs
old D6 towns
old "D8 D10" remainders
old D9 mean-age
old D10 kinds-in-order
old D11 zero-divided
q conform --bless --engine old if-unknown count-ages
