/// What a decoder of segments accepts; each is checked before anything is allocated for it.
public struct SegmentLimits: Sendable {
    public var bytesMax: Int
    public var uncompressedBytesMax: Int
    public var blocksMax: Int
    public var columnsMax: Int
    /// Values over all columns.
    public var valuesMax: Int

    public init(
        bytesMax: Int = 8 << 20, uncompressedBytesMax: Int = 64 << 20, blocksMax: Int = 65_536,
        columnsMax: Int = 262_144, valuesMax: Int = 4_000_000
    ) {
        self.bytesMax = bytesMax
        self.uncompressedBytesMax = uncompressedBytesMax
        self.blocksMax = blocksMax
        self.columnsMax = columnsMax
        self.valuesMax = valuesMax
    }

    /// What agent and hub use.
    public static let standard = SegmentLimits()
}
