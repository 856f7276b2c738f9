import Runtime

/// One file: what reads see, what is safe from a loss of power, and the writes that stand between the two.
final class DiskFile {
    /// A change that no sync has made durable.
    private enum Change {
        case write([UInt8], offset: Int)
        case resize(Int)
    }

    /// What a reader sees.
    private(set) var current: DiskImage

    /// Whether a sector of it cannot be read.
    private(set) var isUnreadable = false

    private var durable: DiskImage
    private var pending: [Change] = []

    init() {
        current = DiskImage()
        durable = DiskImage()
    }

    /// A file with the bytes that a reader of another one sees, all durable.
    init(copyOf other: DiskFile) {
        current = DiskImage(other.current)
        durable = DiskImage(other.current)
        isUnreadable = other.isUnreadable
    }

    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) {
        current.write(bytes, at: offset)
        pending.append(.write(Array(bytes), offset: offset))
    }

    func resize(to size: Int) {
        current.resize(to: size)
        pending.append(.resize(size))
    }

    /// Makes everything so far durable.
    func sync() {
        for change in pending { Self.apply(change, to: durable) }
        pending.removeAll(keepingCapacity: true)
    }

    /// Power is lost: of the changes since the last sync some survive, in whole or in part, as a disk without order
    /// does it.
    func losePower(_ random: inout SeededRandom, _ fate: PowerLoss) {
        for change in pending {
            switch change {
            case .resize:
                if fate == .nothingSurvives || (fate != .everythingSurvives && random.isTrue(0.5)) { continue }
                Self.apply(change, to: durable)
            case .write(let bytes, let offset):
                write(bytes, at: offset, &random, fate)
            }
        }
        pending.removeAll()
        current = DiskImage(durable)
    }

    /// A sector on the platter goes bad.
    func loseSector() { isUnreadable = true }

    /// A bit changes on the platter.
    func flip(bit: Int, at offset: Int) {
        current.flip(bit: bit, at: offset)
        durable.flip(bit: bit, at: offset)
    }

    private func write(_ bytes: [UInt8], at offset: Int, _ random: inout SeededRandom, _ fate: PowerLoss) {
        switch fate {
        case .everythingSurvives: Self.apply(.write(bytes, offset: offset), to: durable)
        case .nothingSurvives: break
        case .someSurvive: if random.isTrue(0.5) { Self.apply(.write(bytes, offset: offset), to: durable) }
        case .torn:
            // Sectors are written whole or not, each by itself; the ends of a write need not be those of a sector.
            var start = 0
            while start < bytes.count {
                let end = min(bytes.count, (offset + start) / Self.sector * Self.sector + Self.sector - offset)
                if random.isTrue(0.5) {
                    Self.apply(.write(Array(bytes[start..<end]), offset: offset + start), to: durable)
                }
                start = end
            }
        }
    }

    private static func apply(_ change: Change, to image: DiskImage) {
        switch change {
        case .write(let bytes, let offset): bytes.withUnsafeBytes { image.write($0, at: offset) }
        case .resize(let size): image.resize(to: size)
        }
    }

    private static let sector = 512
}
