/// Bytes that can be read and written anywhere, as those of a file; what is not written yet reads as zeros.
final class DiskImage {
    private(set) var count = 0
    private var capacity = 4_096
    private var base = UnsafeMutableRawPointer.allocate(byteCount: 4_096, alignment: 16)

    init() {}

    /// The same bytes, for themselves.
    init(_ other: DiskImage) {
        reserve(other.count)
        base.copyMemory(from: other.base, byteCount: other.count)
        count = other.count
    }

    deinit {
        base.deallocate()
    }

    /// Writes bytes at an offset; a hole before them becomes zeros.
    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) {
        guard let source = bytes.baseAddress, !bytes.isEmpty else { return }
        resize(to: max(count, offset + bytes.count))
        (base + offset).copyMemory(from: source, byteCount: bytes.count)
    }

    /// Copies what there is from an offset on; gives how many bytes that were.
    func read(at offset: Int, into target: UnsafeMutableRawPointer, count wanted: Int) -> Int {
        let there = min(wanted, max(0, count - offset))
        if there > 0 { target.copyMemory(from: base + offset, byteCount: there) }
        return there
    }

    /// Cuts it off, or lengthens it with zeros.
    func resize(to size: Int) {
        if size > count {
            reserve(size)
            (base + count).initializeMemory(as: UInt8.self, repeating: 0, count: size - count)
        }
        count = size
    }

    /// Flips a bit.
    func flip(bit: Int, at offset: Int) {
        guard offset < count else { return }
        let byte = base.load(fromByteOffset: offset, as: UInt8.self)
        base.storeBytes(of: byte ^ (1 << UInt8(bit & 7)), toByteOffset: offset, as: UInt8.self)
    }

    /// All of it.
    var bytes: [UInt8] { Array(UnsafeRawBufferPointer(start: base, count: count)) }

    private func reserve(_ size: Int) {
        guard size > capacity else { return }
        while capacity < size { capacity *= 2 }
        let larger = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16)
        larger.copyMemory(from: base, byteCount: count)
        base.deallocate()
        base = larger
    }
}
