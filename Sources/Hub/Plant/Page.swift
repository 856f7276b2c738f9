/// A part of a list, with how many there are in all.
public struct Page<Item: Sendable>: Sendable {
    /// The items of this part.
    public var items: [Item]
    /// How many there are in all.
    public var total: Int

    /// Some items of `total`.
    public init(items: [Item], total: Int) {
        self.items = items
        self.total = total
    }
}
