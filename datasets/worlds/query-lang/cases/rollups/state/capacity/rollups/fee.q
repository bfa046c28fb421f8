from loan_facts
| group fee, category, branch: n = count()
