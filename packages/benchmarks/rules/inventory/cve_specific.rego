# METADATA
# scope: package
# title: Components have none of the known holes
# description: |
#   Compares the versions of the API server, of kubelets, of container runtimes and of well-known
#   add-ons by their images with the versions in which severe weaknesses were closed. The list
#   holds weaknesses that reach beyond a container or its rights; it is no vulnerability feed. A
#   build of a vendor may have a fix without its number, and is then unknown.
# custom:
#   id: cve-specific
#   severity: high
#   category: Cluster
#   rationale: |
#     What is known and published is tried first.
#   remediation: |
#     Upgrade to the version in which the weakness is closed:
#
#     ```sh
#     kubectl get nodes -o wide
#     kubectl version
#     ```
#   impact: |
#     The usual ones of an upgrade.
#   resource_types: [k8s_object, kubernetes_cluster]
#   kinds: [Node, Pod, PodTemplate, Deployment, ReplicaSet, ReplicationController, StatefulSet, DaemonSet, Job, CronJob]
#   parameters:
#     - name: accepted
#       description: Names of weaknesses that do not count, such as CVE-2022-3172
#       default: []
package rules.inventory.cve_specific

import data.lib.images
import data.lib.parameters
import data.lib.pods
import data.lib.verdict

accepted := {name | some name in parameters.get("cve-specific", "accepted", [])}

# Each with the versions that closed it, one for each branch. Older branches are open, from `since` on
# where that is given.
apiserver := {
	"CVE-2018-1002105": {"fixed": ["1.10.11", "1.11.5", "1.12.3"]},
	"CVE-2021-25735": {"fixed": ["1.18.18", "1.19.10", "1.20.6"]},
	"CVE-2022-3162": {"fixed": ["1.22.16", "1.23.14", "1.24.8", "1.25.4"]},
	"CVE-2022-3172": {"fixed": ["1.22.14", "1.23.11", "1.24.5", "1.25.1"]},
	"CVE-2022-3294": {"fixed": ["1.22.16", "1.23.14", "1.24.8", "1.25.4"]},
	"CVE-2023-2727": {"fixed": ["1.24.15", "1.25.11", "1.26.6", "1.27.3"]},
	"CVE-2023-2728": {"fixed": ["1.24.15", "1.25.11", "1.26.6", "1.27.3"]},
	"CVE-2024-3177": {"fixed": ["1.27.13", "1.28.9", "1.29.4"]},
	"CVE-2025-5187": {"fixed": ["1.31.12", "1.32.8", "1.33.4"]},
}

kubelet := {
	"CVE-2021-25741": {"fixed": ["1.19.15", "1.20.11", "1.21.5", "1.22.2"]},
	"CVE-2024-10220": {"fixed": ["1.28.12", "1.29.7", "1.30.3"]},
}

windows_kubelet := {
	"CVE-2023-3676": {"fixed": ["1.24.17", "1.25.13", "1.26.8", "1.27.5", "1.28.1"]},
	"CVE-2023-5528": {"since": "1.8.0", "fixed": ["1.25.16", "1.26.11", "1.27.8", "1.28.4"]},
}

runtimes := {
	"containerd": {
		"CVE-2020-15257": {"fixed": ["1.3.9", "1.4.3"]},
		"CVE-2022-23648": {"fixed": ["1.4.13", "1.5.10", "1.6.1"]},
	},
	"cri-o": {"CVE-2022-0811": {"since": "1.19.0", "fixed": ["1.19.6", "1.20.7", "1.21.6", "1.22.3", "1.23.2"]}},
}

# By the end of the image's name.
addons := {
	"ingress-nginx/controller": {"CVE-2025-1974": {"fixed": ["1.11.5", "1.12.1"]}},
	"argoproj/argocd": {"CVE-2022-24348": {"fixed": ["2.1.9", "2.2.4"]}},
	"grafana/grafana": {
		"CVE-2021-43798": {"since": "8.0.0", "fixed": ["8.0.7", "8.1.8", "8.2.7", "8.3.1"]},
		"CVE-2022-39328": {"since": "9.2.0", "fixed": ["9.2.4"]},
	},
	"kyverno/kyverno": {"CVE-2022-47633": {"since": "1.8.3", "fixed": ["1.8.5"]}},
}

# What runs here: where its version stands, the version, and the weaknesses of that component.
parts contains {"path": "kubernetes_version", "version": input.data.kubernetes_version, "known": apiserver} if {
	input.type == "kubernetes_cluster"
	is_string(input.data.kubernetes_version)
}

parts contains {"path": "status.nodeInfo.kubeletVersion", "version": version, "known": kubelet} if {
	input.sub_type == "Node"
	version := input.data.status.nodeInfo.kubeletVersion
}

parts contains {"path": "status.nodeInfo.kubeletVersion", "version": version, "known": windows_kubelet} if {
	input.sub_type == "Node"
	input.data.status.nodeInfo.operatingSystem == "windows"
	version := input.data.status.nodeInfo.kubeletVersion
}

parts contains {"path": "status.nodeInfo.containerRuntimeVersion", "version": version, "known": runtimes[name]} if {
	input.sub_type == "Node"
	[name, version] := split(input.data.status.nodeInfo.containerRuntimeVersion, "://")
}

parts contains {"path": sprintf("%s.image", [c.path]), "version": images.tag(image), "known": known} if {
	some c in pods.containers
	image := c.container.image
	some name, known in addons
	endswith(sprintf("/%s", [images.repository(image)]), sprintf("/%s", [name]))
}

numbers(version) := [to_number(n) | some n in split(match, ".")] if {
	match := regex.find_n(`^[0-9]+[.][0-9]+[.][0-9]+`, trim_prefix(version, "v"), 1)[0]
}

is_open(version, hole) if {
	is_since(version, hole)
	not is_closed(version, hole)
}

is_since(_, hole) if not hole.since

is_since(version, hole) if version >= numbers(hole.since)

# Closed in a branch from its fix on; later branches never had it.
is_closed(version, hole) if {
	some fix in hole.fixed
	fixed := numbers(fix)
	array.slice(fixed, 0, 2) == array.slice(version, 0, 2)
	version >= fixed
}

is_closed(version, hole) if {
	newest := max([numbers(fix) | some fix in hole.fixed])
	array.slice(version, 0, 2) > array.slice(newest, 0, 2)
}

open_holes(part) := sort([name |
	version := numbers(part.version)
	some name, hole in part.known
	not name in accepted
	is_open(version, hole)
])

look(part) := verdict.unknown(evidence(part, []), sprintf("The version %q was not understood.", [part.version])) if {
	not numbers(part.version)
} else := verdict.passed(evidence(part, [])) if {
	count(open_holes(part)) == 0
} else := verdict.unknown(evidence(part, open_holes(part)), sprintf("%s is a vendor's build, which may have the fix.", [part.version])) if {
	is_vendors(part)
} else := verdict.failed(evidence(part, open_holes(part)))

evidence(part, holes) := {
	"path": part.path,
	"actual": {"version": part.version, "weaknesses": holes},
	"expected": {"weaknesses": []},
}

finding := verdict.all_of([look(part) | some part in parts])

# `v1.28.5-eks-5e0fdde`; the builds of K3s, RKE2 and k0s are those of Kubernetes itself.
is_vendors(part) if regex.match(`^v?[0-9.]+-`, part.version)

is_vendors(part) if {
	contains(part.version, "+")
	not regex.match(`[+](k3s|rke2|k0s)`, part.version)
}

# Of a cluster only the number is known.
is_vendors(part) if {
	part.path == "kubernetes_version"
	some platform in data.platforms
	platform in {"eks", "aks", "gke", "openshift"}
}
