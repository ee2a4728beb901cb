# METADATA
# title: Pods and what makes them
# description: |
#   The pod spec of any workload, its containers of all three lists, and checks over them.
#   A field that is null is a field that is not there, as in the Kubernetes API.
package lib.pods

import data.lib.verdict

# Where the pod stands in the object, by kind.
root := {
	"Pod": [],
	"PodTemplate": ["template"],
	"Deployment": ["spec", "template"],
	"ReplicaSet": ["spec", "template"],
	"ReplicationController": ["spec", "template"],
	"StatefulSet": ["spec", "template"],
	"DaemonSet": ["spec", "template"],
	"Job": ["spec", "template"],
	"CronJob": ["spec", "jobTemplate", "spec", "template"],
}[input.sub_type]

template := object.get(input.data, root, null)

spec := template.spec

path := concat(".", array.concat(root, ["spec"]))

annotations := object.get(template, ["metadata", "annotations"], {})

namespace := object.get(input, "namespace", null)

service_account := name if {
	name := spec.serviceAccountName
	not name in {"", null}
} else := name if {
	name := spec.serviceAccount
	not name in {"", null}
} else := "default"

# A static pod shows in the API as a mirror. It has no service account and gets no token.
is_static if input.data.metadata.annotations["kubernetes.io/config.mirror"]

is_static if {
	some owner in input.data.metadata.ownerReferences
	owner.kind == "Node"
}

is_windows if spec.os.name == "windows"

in_user_namespace if spec.hostUsers == false

# Every container with its place: [{"path", "list", "name", "container"}].
containers := [{
	"path": sprintf("%s.%s[%d]", [path, list, i]),
	"list": list,
	"name": object.get(container, "name", ""),
	"container": container,
} |
	some list in ["initContainers", "containers", "ephemeralContainers"]
	some i, container in spec[list]
]

# Those that run for as long as the pod does.
main_containers := [{
	"path": sprintf("%s.containers[%d]", [path, i]),
	"name": object.get(container, "name", ""),
	"container": container,
} |
	some i, container in spec.containers
]

volumes := [{"path": sprintf("%s.volumes[%d]", [path, i]), "volume": volume} | some i, volume in spec.volumes]

# The pod and then each container, as holders of a security context: [{"path", "name", "context"}].
contexts := array.concat(
	[{"path": sprintf("%s.securityContext", [path]), "name": null, "context": context} |
		context := spec.securityContext
		is_object(context)
	],
	[{"path": sprintf("%s.securityContext", [c.path]), "name": c.name, "context": context} |
		some c in containers
		context := c.container.securityContext
		is_object(context)
	],
)

get(holder, at) := object.get(holder, at, null)

# A container's own value, else the pod's.
effective(c, at) := value if {
	value := get(c.container, array.concat(["securityContext"], at))
	value != null
} else := get(spec, array.concat(["securityContext"], at))

# One look at a container: what stands at a place in it, and whether that is well.
check(c, place, actual, expected, ok) := {
	"ok": ok,
	"evidence": {
		"path": sprintf("%s.%s", [c.path, place]),
		"actual": actual,
		"expected": expected,
		"container": c.name,
	},
}

# One look at the pod spec itself.
spec_check(place, actual, expected, ok) := {
	"ok": ok,
	"evidence": {"path": sprintf("%s.%s", [path, place]), "actual": actual, "expected": expected},
}

# Undefined for an object without a pod in it.
judge(checks) := verdict.failed_if_any(
	[check.evidence | some check in checks; check.ok == false],
	[check.evidence | some check in checks],
) if {
	is_object(spec)
}
