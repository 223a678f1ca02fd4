/** Entry of the activity page. */

import { Feed } from "./activity/feed.js";

customElements.define("kr-activity", Feed);
