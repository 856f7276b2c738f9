/// The file operations that sealing needs, each a step of its own, so that a test can fail or end the process between
/// two.
public protocol StoreFiles {
    /// Writes a whole file under a temporary name and makes its content durable.
    func write(_ bytes: [UInt8], temporaryFor name: String) throws(StoreError)

    /// Gives a written file its name, and makes the name durable.
    func publish(_ name: String) throws(StoreError)

    /// A whole file, or nothing when there is none or the medium does not give it back: both are lost.
    ///
    /// What may pass is thrown, so that nothing counts as lost that is still there.
    func read(_ name: String) throws(StoreError) -> [UInt8]?

    /// Removes a file; none is no error.
    func remove(_ name: String) throws(StoreError)

    /// Lists the names of all files, temporary ones as well.
    ///
    /// Files may come and go while it is read: each that is there from its beginning to its end is named once, others
    /// once or never.
    func listing() throws(StoreError) -> any FileListing

    /// Bytes that are free on the file system for this user.
    func freeBytes() -> UInt64

    /// Keeps some bytes of the disk, so that events can still be written when telemetry has filled the rest.
    func keepReserve(bytes: Int)

    /// Gives the kept bytes back.
    func releaseReserve()
}

extension StoreFiles {
    /// The names of all files, where there are few.
    package func names() throws(StoreError) -> [String] {
        let listing = try listing()
        var names: [String] = []
        while let name = try listing.next() { names.append(name) }
        return names
    }
}
