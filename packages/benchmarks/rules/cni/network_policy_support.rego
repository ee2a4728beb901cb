# METADATA
# scope: package
# title: The network plug-in enforces network policies
# description: |
#   Looks for the DaemonSets of network plug-ins. Those known to enforce network policies pass;
#   flannel alone fails; with the plug-in of AWS its network policy agent must be on; what is not
#   known is left to a person.
# custom:
#   severity: high
#   category: Network
#   rationale: |
#     A NetworkPolicy is only text until the plug-in enforces it, and nothing says that it does
#     not.
#   remediation: |
#     Install a plug-in that enforces network policies, or add one to the present (Calico can run
#     beside flannel). To see what there is:
#
#     ```sh
#     kubectl get daemonsets --all-namespaces
#     ```
#   impact: |
#     A change of the plug-in takes the network of pods away while it runs; policies that never had an
#     effect then have one.
#   resource_types: [kubernetes_cluster]
#   inventory: [DaemonSet]
package rules.cni.network_policy_support

import data.lib.inventory
import data.lib.verdict

enforcing := {"calico-node", "cilium", "antrea-agent", "weave-net", "kube-router", "canal", "rke2-canal", "ovnkube-node", "azure-npm", "anetd", "kube-ovn-cni", "netd"}

names := {daemon_set.metadata.name | some daemon_set in inventory.namespaced_objects("DaemonSet")}

aws_agents := [container |
	some daemon_set in inventory.namespaced_objects("DaemonSet")
	daemon_set.metadata.name == "aws-node"
	some container in daemon_set.spec.template.spec.containers
	some argument in container.args
	argument == "--enable-network-policy=true"
]

found := sort(names & enforcing)

evidence := [{"path": "DaemonSets", "actual": sort(names), "expected": "a plug-in that enforces network policies"}]

finding := outcome if is_cluster

outcome := verdict.failed_if_any([], [{"path": "DaemonSets", "actual": found, "expected": "a plug-in that enforces network policies"}]) if {
	count(found) > 0
} else := verdict.failed_if_any([], evidence) if {
	count(aws_agents) > 0
} else := verdict.failed_if_any(evidence, []) if {
	some name in names
	name in {"kube-flannel-ds", "kube-flannel", "kindnet-v0"}
} else := verdict.manual("The network plug-in is not known: does it enforce network policies?", evidence)

is_cluster if input.type == "kubernetes_cluster"
