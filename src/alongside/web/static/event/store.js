// Where sealed parcels wait on this device. Each has a random name and no time; a parcel that is
// sent is deleted.

const PARCELS = "parcels";

/** The parcels of one study on this device. */
export class Store {
  /** Open the store. Rejects when the browser keeps nothing, as private windows may. */
  static async open(study) {
    const request = indexedDB.open(`alongside-event ${study}`, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(PARCELS, { keyPath: "id" });
    const database = await answerOf(request);
    // another window may need a newer form of the store: never stand in its way
    database.onversionchange = () => database.close();
    return new Store(database);
  }

  constructor(database) {
    this.database = database;
  }

  /** Keep a parcel. When this resolves it is on the disk; when it rejects nothing was kept. */
  async put(parcel) {
    const work = this.database.transaction(PARCELS, "readwrite", { durability: "strict" });
    work.objectStore(PARCELS).put(parcel);
    await endOf(work);
  }

  /** Return the names of the parcels that wait, in the order of their random names. */
  async names() {
    return answerOf(this.parcels().getAllKeys());
  }

  async count() {
    return answerOf(this.parcels().count());
  }

  /** Return one parcel, or undefined when another window has sent it. */
  async find(id) {
    return answerOf(this.parcels().get(id));
  }

  async delete(id) {
    const work = this.database.transaction(PARCELS, "readwrite");
    work.objectStore(PARCELS).delete(id);
    await endOf(work);
  }

  parcels() {
    return this.database.transaction(PARCELS).objectStore(PARCELS);
  }
}

function answerOf(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("another window holds the store"));
  });
}

function endOf(work) {
  return new Promise((resolve, reject) => {
    work.oncomplete = () => resolve();
    work.onerror = () => reject(work.error);
    work.onabort = () => reject(work.error ?? new Error("the store gave up"));
  });
}
