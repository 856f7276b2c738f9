internal import DeviceProfiles
internal import Telemetry

/// Where in a payload what stands, as a tree of keys: the form that the scanner walks.
///
/// Each place has a number, its capture, under which the scanner notes what stood there.
struct PayloadShape: Sendable {
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

    /// One object.
    struct Node: Sendable {
        var entries: ContiguousArray<Entry> = []
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

    private(set) var nodes: ContiguousArray<Node> = [Node()]
    private(set) var values: ContiguousArray<Value> = []
    private(set) var captures = 0
    /// −1: the payload has no time.
    private(set) var timeCapture = -1
    private(set) var qualityCapture = -1
    private(set) var timeUnit = JSONMapping.TimeUnit.milliseconds
    /// Whether other keys of the outermost object are names of metrics.
    private(set) var takesMetrics = false

    init(_ mapping: PayloadMapping) {
        switch mapping {
        case .genericSingle:
            values = [
                Value(
                    metric: nil, capture: capture(["value"]), unitCapture: capture(["unit"]), unitConstant: nil,
                    isRequired: true)
            ]
            addFrame(time: ["ts"], quality: ["quality"])
        case .genericMulti:
            takesMetrics = true
            addFrame(time: ["ts"], quality: ["quality"])
        case .json(let mapping):
            timeUnit = mapping.timeUnit
            for value in mapping.values {
                values.append(
                    Value(
                        metric: value.metric, capture: capture(value.path.keys),
                        unitCapture: value.unitPath.map { capture($0.keys) } ?? -1,
                        unitConstant: value.unitConstant.map { ByteKey($0) }, isRequired: value.isRequired))
            }
            addFrame(time: mapping.timePath?.keys, quality: mapping.qualityPath?.keys)
        }
    }

    /// A shape of flat fields; the number of each is its place in the list.
    init(fields: [String]) {
        for field in fields { _ = capture([field]) }
    }

    private mutating func addFrame(time: [String]?, quality: [String]?) {
        if let time { timeCapture = capture(time) }
        if let quality { qualityCapture = capture(quality) }
    }

    /// The capture of a place: the one that it has, or a new one.
    private mutating func capture(_ keys: [String]) -> Int {
        var node = 0
        for (depth, text) in keys.enumerated() {
            let key = ByteKey(text)
            let isLast = depth == keys.count - 1
            if let entry = nodes[node].entries.first(where: { $0.key == key }) {
                switch entry.target {
                case .object(let inner) where !isLast: node = inner
                case .capture(let number) where isLast: return number
                default: break  // A place that is both an object and a value: the profile's reader refuses it.
                }
                continue
            }
            if isLast {
                nodes[node].entries.append(Entry(key: key, target: .capture(captures)))
            } else {
                nodes.append(Node())
                nodes[node].entries.append(Entry(key: key, target: .object(node: nodes.count - 1)))
                node = nodes.count - 1
            }
        }
        captures += 1
        return captures - 1
    }
}
