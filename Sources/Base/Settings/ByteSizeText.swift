/// Writes a number of bytes with the largest binary unit that leaves it whole, as `64MiB`.
public enum ByteSizeText {
    /// The text that `ScalarText.byteSize` reads back.
    public static func of(_ bytes: Int) -> String {
        for (unit, shift) in [("TiB", 40), ("GiB", 30), ("MiB", 20), ("KiB", 10)]
        where bytes != 0 && bytes % (1 << shift) == 0 {
            return "\(bytes >> shift)\(unit)"
        }
        return "\(bytes)B"
    }
}
