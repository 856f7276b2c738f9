/// How much a YAML document may ask for; a document beyond any of these is refused whole.
public struct YAMLLimits: Sendable {
    public var bytes: Int
    public var depth: Int
    public var nodes: Int

    public init(bytes: Int = 1 << 20, depth: Int = 32, nodes: Int = 50_000) {
        self.bytes = bytes
        self.depth = depth
        self.nodes = nodes
    }
}
