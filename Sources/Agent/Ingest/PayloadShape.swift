internal import DeviceProfiles
internal import Telemetry

/// Where in a payload what stands, as a tree of keys: the form that the scanner walks.
///
/// Each place has a number, its capture, under which the scanner notes what stood there. A class that never changes, so
/// that handing it on counts one reference and copies nothing.
final class PayloadShape: Sendable {
    /// What a key leads to.
    enum Target: Sendable, Equatable {
        case object(node: Int)
        case capture(Int)
    }

    /// One key of an object.
    struct Entry: Sendable {
        let key: ByteKey
        let target: Target
    }

    /// One object: the range of its keys among all entries.
    struct Node: Sendable {
        let first: Int
        let end: Int
    }

    /// One metric's value.
    struct Value: Sendable {
        /// Nothing for the metric that the topic names.
        let metric: MetricName?
        let capture: Int
        /// −1: no unit in the payload.
        let unitCapture: Int
        let unitConstant: ByteKey?
        let isRequired: Bool
    }

    let nodes: ContiguousArray<Node>
    let entries: ContiguousArray<Entry>
    let values: ContiguousArray<Value>
    let captures: Int
    /// −1: the payload has no time.
    let timeCapture: Int
    let qualityCapture: Int
    let timeUnit: JSONMapping.TimeUnit
    /// Whether other keys of the outermost object are names of metrics.
    let takesMetrics: Bool

    init(_ mapping: PayloadMapping) {
        var tree = PayloadTree()
        switch mapping {
        case .genericSingle, .genericMulti:
            takesMetrics = mapping == .genericMulti
            timeUnit = .milliseconds
            let single = mapping == .genericSingle ? JSONMapping.Value.single(in: &tree) : nil
            values = single.map { [$0] } ?? []
            timeCapture = tree.capture(["ts"])
            qualityCapture = tree.capture(["quality"])
        case .json(let mapping):
            takesMetrics = false
            timeUnit = mapping.timeUnit
            values = ContiguousArray(mapping.values.map { $0.compiled(in: &tree) })
            timeCapture = mapping.timePath.map { tree.capture($0.keys) } ?? -1
            qualityCapture = mapping.qualityPath.map { tree.capture($0.keys) } ?? -1
        }
        captures = tree.captures
        (nodes, entries) = tree.flattened()
    }

    /// A shape of flat fields; the number of each is its place in the list.
    init(fields: [String]) {
        var tree = PayloadTree()
        for field in fields { _ = tree.capture([field]) }
        takesMetrics = false
        timeUnit = .milliseconds
        values = []
        timeCapture = -1
        qualityCapture = -1
        captures = tree.captures
        (nodes, entries) = tree.flattened()
    }
}

extension JSONMapping.Value {
    /// The value of a generic message of one metric.
    fileprivate static func single(in tree: inout PayloadTree) -> PayloadShape.Value {
        PayloadShape.Value(
            metric: nil, capture: tree.capture(["value"]), unitCapture: tree.capture(["unit"]), unitConstant: nil,
            isRequired: true)
    }

    fileprivate func compiled(in tree: inout PayloadTree) -> PayloadShape.Value {
        PayloadShape.Value(
            metric: metric, capture: tree.capture(path.keys), unitCapture: unitPath.map { tree.capture($0.keys) } ?? -1,
            unitConstant: unitConstant.map { ByteKey($0) }, isRequired: isRequired)
    }
}
