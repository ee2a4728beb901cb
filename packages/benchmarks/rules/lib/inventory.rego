# METADATA
# title: Other objects of the cluster
# description: Reads `data.inventory`, which is laid out as Gatekeeper does it, without minding versions.
package lib.inventory

cluster_objects(kind) := [object |
	some kinds in data.inventory.cluster
	some object in kinds[kind]
]

objects_in(namespace, kind) := [object |
	some kinds in data.inventory.namespace[namespace]
	some object in kinds[kind]
]

namespaced_objects(kind) := [object |
	some versions in data.inventory.namespace
	some kinds in versions
	some object in kinds[kind]
]

# Where the object of the input is, or goes when it is applied without a namespace.
home := input.namespace if {
	is_string(input.namespace)
} else := "default"
