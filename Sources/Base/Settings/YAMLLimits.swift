/// How much a YAML document may ask for; a document beyond any of these is refused whole.
public struct YAMLLimits: Sendable {
    /// Bytes of the document.
    public var bytes: Int
    /// Levels of sections and lists within each other.
    public var depth: Int
    /// Values, lists and sections together.
    public var nodes: Int

    /// 1 MiB, 32 levels and 50 000 nodes, which no sensible configuration reaches.
    public init(bytes: Int = 1 << 20, depth: Int = 32, nodes: Int = 50_000) {
        self.bytes = bytes
        self.depth = depth
        self.nodes = nodes
    }
}
