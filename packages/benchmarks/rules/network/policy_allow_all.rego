# METADATA
# scope: package
# title: No network policy allows everything
# description: |
#   Looks for rules of a NetworkPolicy that allow traffic from or to everywhere: an empty rule, an
#   empty peer, or the whole address space. A rule that names ports still opens them to everybody
#   and counts for ingress.
# custom:
#   severity: medium
#   category: Network
#   rationale: |
#     Such a rule takes back what all other policies deny, because policies only add.
#   remediation: |
#     Name the peers:
#
#     ```sh
#     kubectl -n <namespace> edit networkpolicy <name>
#     ```
#   impact: |
#     Traffic from peers that nobody thought of stops.
#   fix:
#     - {match: ingress, at: .from, if: absent, set: [{podSelector: {}}]}
#     - {match: egress, at: .to, if: absent, set: [{podSelector: {}}]}
#   resource_types: [k8s_object]
#   kinds: [NetworkPolicy]
package rules.network.policy_allow_all

import data.lib.selectors
import data.lib.verdict

offences := [{"path": sprintf("spec.%s[%d]", [direction, i]), "actual": rule, "expected": "named peers"} |
	some direction, peers in {"ingress": "from", "egress": "to"}
	some i, rule in input.data.spec[direction]
	is_open(rule, peers)
]

is_open(rule, peers) if {
	count(object.get(rule, peers, [])) == 0
	count(object.get(rule, "ports", [])) == 0
}

is_open(rule, "from") if count(object.get(rule, "from", [])) == 0

is_open(rule, peers) if {
	some peer in rule[peers]
	is_anybody(peer)
}

is_anybody({}) := true

is_anybody(peer) if {
	peer.ipBlock.cidr in {"0.0.0.0/0", "::/0"}
	count(object.get(peer.ipBlock, "except", [])) == 0
}

# All pods of all namespaces.
is_anybody(peer) if {
	is_object(peer.namespaceSelector)
	selectors.is_empty(peer.namespaceSelector)
	selectors.is_empty(object.get(peer, "podSelector", {}))
	not peer.ipBlock
}

finding := verdict.failed_if_any(offences, []) if input.sub_type == "NetworkPolicy"
