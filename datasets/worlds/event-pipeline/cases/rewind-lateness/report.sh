cat > ops/2025-11-12/work/report.json <<'J'
{"checkpoint": 5, "restored": ["in/app/000001.seg", "in/gates/000003.seg", "in/vessels/000004.seg"],
 "quarantined": ["app-000007.seg", "checkpoint-000003.json", "checkpoint-000006.json", "checkpoint-000007.json", "checkpoint-000008.json", "checkpoint-000009.json", "checkpoint-000010.json", "vessels-000005.seg"],
 "lines": 74, "tooLate": 1}
J
