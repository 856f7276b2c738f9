/// Room for what a scan notes, taken once and given back with its owner.
final class CaptureBuffer {
    let captures: UnsafeMutableBufferPointer<Capture>

    init(count: Int) {
        captures = .allocate(capacity: count)
        captures.initialize(repeating: Capture())
    }

    deinit {
        captures.deinitialize()
        captures.deallocate()
    }
}
