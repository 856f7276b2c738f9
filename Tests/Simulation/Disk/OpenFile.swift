/// A file that SQLite has open, and the index of its log, which is memory and dies with the process.
final class OpenFile {
    let disk: SimulatedDisk
    let file: DiskFile
    let lifeline: Lifeline
    let path: String
    /// A log whose name is to be made durable with its first sync, as SQLite does it on real disks.
    var syncsNames: Bool
    let isDeletedOnClose: Bool
    private var regions: [UnsafeMutableRawPointer] = []

    init(_ disk: SimulatedDisk, _ file: DiskFile, path: String, syncsNames: Bool, isDeletedOnClose: Bool) {
        self.disk = disk
        self.file = file
        self.path = path
        self.syncsNames = syncsNames
        self.isDeletedOnClose = isDeletedOnClose
        lifeline = disk.lifeline
    }

    deinit {
        forgetRegions()
    }

    /// A region of the shared index; nothing when it is not there and is not to be made.
    func region(_ number: Int, bytes: Int, makes: Bool) -> UnsafeMutableRawPointer? {
        while regions.count <= number {
            guard makes else { return nil }
            let region = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 16)
            region.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
            regions.append(region)
        }
        return regions[number]
    }

    func forgetRegions() {
        for region in regions { region.deallocate() }
        regions = []
    }
}
