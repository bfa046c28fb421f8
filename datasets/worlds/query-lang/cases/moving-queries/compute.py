# The differences of each query, by reading: what can be null, what hides a difference, what lets it through.
import json

TABLE = """
age_bands D8        | ids may be negative
branch_tools        | the group that D6 would bring is filtered out; sorted by a key that is unique
card_days D10       | equal totals keep the order of the groups
category_prices     | no nulls are left, one row a category
city_counts D6      | no null is left for D4, sorted by the key
city_labels D5      | coalesce sees a text where the new engine has null
crew_places         | city is known
fee_rate D11        | a price may be 0
fee_share           | the quotient by 0 is not taken
fee_totals          | 0 and null both fail fees > 0
fee_zero D3         | 0 passes fees >= 0
fees_at_all D3      | no loan at all, or fees not known
idle_tools U        | distinct_count counts the null of a tool without loans; id and name make the order total
kept_days D9
late_flags D1       | note != "late" of null; the null condition of back > due counts for no already
name_lengths        | lengths are not negative, the order is total
neighbours D1       | null city == null city
no_scratch          | null is in nothing, on both
not_late D2         | a member is null
not_linden          | nulls are left out by the other half
odd_notes           | false and null are left out alike
open_by_tool D10    | equal days
other_city D1 D4    | nulls pass !=, and then come first
pay_rounded         | the rounded column is dropped
price_steps U       | 2.5 is rounded to even
returned_first      | descending nulls come last on both
returned_last D4
sponsor_halves D6 D8
sponsor_names       | an id is never null
sponsored_city D1   | both cities unknown, or one
tool_earnings D3 D6 | sums of nothing; tools without branch. All that is shown is sorted, so D10 does not show
undated_fees        | null in (0.0, 2.5) is null on both
unsorted_levels D10 | count(city) leaves nulls out since 0.9
"""
rows = [line.split("|")[0].split() for line in TABLE.strip().splitlines()]
print(json.dumps({
    "untrue": ["D7", "D12"],
    "queries": {name: [d for d in marks if d != "U"] for name, *marks in rows},
    "unlisted": [name for name, *marks in rows if "U" in marks],
}))
