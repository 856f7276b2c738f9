/// What a decoder of segments accepts; each is checked before anything is allocated for it.
public struct SegmentLimits: Sendable {
    /// The whole segment as it travels, header included.
    public var bytesMax: Int
    /// The body after decompression.
    public var uncompressedBytesMax: Int
    /// Blocks of one segment.
    public var blocksMax: Int
    /// Columns over all blocks.
    public var columnsMax: Int
    /// Times and values over all blocks.
    public var valuesMax: Int

    /// Limits as given; the defaults are what `standard` has: 8 MiB as it travels, 64 MiB after decompression.
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
