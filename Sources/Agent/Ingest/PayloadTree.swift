/// The keys of a shape while it is made: each object with a list of its own.
struct PayloadTree {
    private var nodes: [[PayloadShape.Entry]] = [[]]
    private(set) var captures = 0

    /// The capture of a place: the one that it has, or a new one.
    mutating func capture(_ keys: [String]) -> Int {
        var node = 0
        for (depth, text) in keys.enumerated() {
            let key = ByteKey(text)
            let isLast = depth == keys.count - 1
            if let entry = nodes[node].first(where: { $0.key == key }) {
                switch entry.target {
                case .object(let inner) where !isLast: node = inner
                case .capture(let number) where isLast: return number
                default: break  // A place that is both an object and a value: the profile's reader refuses it.
                }
                continue
            }
            if isLast {
                nodes[node].append(PayloadShape.Entry(key: key, target: .capture(captures)))
            } else {
                nodes.append([])
                nodes[node].append(PayloadShape.Entry(key: key, target: .object(node: nodes.count - 1)))
                node = nodes.count - 1
            }
        }
        captures += 1
        return captures - 1
    }

    /// All entries in one list, and the range of each object in it.
    func flattened() -> (nodes: ContiguousArray<PayloadShape.Node>, entries: ContiguousArray<PayloadShape.Entry>) {
        var ranges: ContiguousArray<PayloadShape.Node> = []
        var entries: ContiguousArray<PayloadShape.Entry> = []
        for node in nodes {
            ranges.append(PayloadShape.Node(first: entries.count, end: entries.count + node.count))
            entries += node
        }
        return (ranges, entries)
    }
}
